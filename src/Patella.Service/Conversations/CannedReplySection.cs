using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Conversations;

internal sealed class CannedReplySection(IIdentifiers identifiers) : ListSection<CannedReplyRequest, CannedReply>
{
    public override string Name => "cannedReplies";

    public override async Task<object> Export(IReader reader) => await CannedReplies.List(reader);

    protected override void Check(CannedReplyRequest request, SettingsContext context, string at, Validation into)
        => CannedReplies.Check(request, at, into).Must(request.Unit is null || context.UnitCodes.Contains(request.Unit), at + "/unit", "Must be the code of a unit.");

    protected override CannedReply ToValue(CannedReplyRequest request) => CannedReplies.ToReply(request, identifiers);

    protected override Task SaveOne(ITransaction transaction, CannedReply value) => CannedReplies.Save(transaction, value);
}
