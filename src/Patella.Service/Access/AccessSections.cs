using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Access;

/// <summary>A person with the hash of the password given, if one was.</summary>
internal sealed record PreparedStaff(Staff Staff, string? PasswordHash);

internal sealed class StaffSection(StaffStore people, PeopleSettings settings, Passwords passwords) : ListSection<StaffRequest, PreparedStaff>
{
    public override string Name => "staff";

    public override async Task<object> Export(IReader reader) => await people.List(reader);

    protected override void Check(StaffRequest request, SettingsContext context, string at, Validation into) => PeopleSettings.Check(request, (IReadOnlyCollection<string>)context.UnitCodes, at, into);

    // Hashing is slow on purpose: on all cores, and before the transaction.
    protected override Task<object> Convert(List<StaffRequest> requests)
        => Task.Run<object>(() => requests.AsParallel().AsOrdered().Select(ToValue).ToList());

    protected override PreparedStaff ToValue(StaffRequest request) => new(settings.ToStaff(request), request.Password is null ? null : passwords.Hash(request.Password));

    protected override Task SaveOne(ITransaction transaction, PreparedStaff value) => people.Save(transaction, value.Staff, value.PasswordHash);
}

internal sealed class ConsumerKeySection : ListSection<ConsumerKeyRequest, ConsumerKey>
{
    public override string Name => "consumerKeys";

    /// <summary>Keys are secrets or belong to one installation: they do not travel.</summary>
    public override Task<object> Export(IReader reader) => Task.FromResult<object>(Array.Empty<ConsumerKey>());

    protected override void Check(ConsumerKeyRequest request, SettingsContext context, string at, Validation into) => KeySettings.Check(request, at, into);

    protected override ConsumerKey ToValue(ConsumerKeyRequest request) => KeySettings.ToKey(request);

    protected override Task SaveOne(ITransaction transaction, ConsumerKey value) => KeySettings.SaveConsumerKey(transaction, value);
}
