using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Conversations.Desk;

/// <summary>
/// What somebody has begun to write, kept for them alone: over a reload, a crash and another device. The one who writes names the version they
/// began from; a newer one elsewhere is told, and the last who writes on top of it wins.
/// </summary>
internal sealed class Drafts(IStore store, ConversationStore conversations, BusinessTime clock)
{
    /// <summary>How long an emptied draft is remembered, so that an old device does not bring it back, in microseconds.</summary>
    private const long RememberEmptyFor = 7L * 86_400 * Microseconds.PerSecond;

    public async Task<IReadOnlyList<DraftView>> List(Caller caller)
        => (await store.Read(caller.Tenant, reader => reader.Many<DraftRow>(DeskReading.Sql["DraftsOf"], new { staff = caller.Id }))).Select(DeskReading.Show).ToList();

    public async Task<Outcome<DraftView>> Save(Caller caller, string id, DraftRequest request)
    {
        var check = new Validation().Must(request.Version is >= 0, "/version", "Must be the version the writing began from, 0 for a first.")
            .Text(request.Text ?? "", "/text", 0, NewMessage.TextLimit)
            .Must(request.Files is not { Count: > NewMessage.FileLimit } && request.Files?.Any(file => file is null) != true, "/files", $"At most {NewMessage.FileLimit} files in one message.");
        if (check.Failed)
        {
            return check.Problem;
        }

        return await store.Write(caller.Tenant, async Task<Outcome<DraftView>> (transaction) =>
        {
            if (await conversations.Find(transaction, id) is not { } row || !ConversationDesk.MaySee(caller, row))
            {
                return Problem.NotFound("The conversation");
            }

            var values = new { staff = caller.Id, conversation = id, version = request.Version!.Value, text = request.Text ?? "", note = request.Note == true ? 1L : 0L, files = Json.Write(request.Files ?? []), at = clock.Now };
            var changed = await transaction.Execute(DeskReading.Sql[request.Version == 0 ? "AddDraft" : "SaveDraft"], values);
            var stands = await transaction.One<DraftRow>(DeskReading.Sql["FindDraft"], new { staff = caller.Id, conversation = id });
            if (changed == 0)
            {
                return Problem.Conflict("newer-draft", "The draft was changed elsewhere in the meantime.", stands?.Version ?? 0);
            }

            await transaction.Execute(DeskReading.Sql["ForgetDrafts"], new { staff = caller.Id, before = clock.Now - RememberEmptyFor });
            return DeskReading.Show(stands!);
        });
    }
}
