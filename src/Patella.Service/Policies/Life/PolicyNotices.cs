using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Policies.Guarding;

namespace Patella.Service.Policies.Life;

/// <summary>POST /me/policy-notices/seen.</summary>
public sealed record SeenRequest(string? Id);

/// <summary>What one is told of rules.</summary>
internal sealed class PolicyNotices(IStore store, PolicyKinds kinds, BusinessTime business)
{
    public Task<Outcome<Page<PolicyNotice>>> List(Caller caller, string? after, int? limit) => store.Read(caller.Tenant, async reader =>
    {
        if (!Paging.TryRead(after, out var sort, out var id))
        {
            return Problem.Invalid("after", "Must be the 'next' of an earlier page.");
        }

        var most = Paging.Limit(limit);
        var rows = await reader.Many<NoticeRow>(PolicyRows.Sql["Notices"], new { staff = caller.Id, sort, id, limit = most + 1 });
        return (Outcome<Page<PolicyNotice>>)new Page<PolicyNotice>([.. rows.Take(most).Select(row => new PolicyNotice(
            row.Id, row.Policy, kinds.Find(row.Policy)?.Title(caller.Language) ?? row.Policy, row.Version, row.Title, row.Kind, PolicyTexts.Of(caller.Language, "notice." + row.Kind), row.Note, Microseconds.ToTime(row.At), row.SeenAt is not null))],
            rows.Count > most ? Paging.Cursor(rows[most - 1].At, rows[most - 1].Id) : null);
    });

    public Task<Outcome<bool>> See(Caller caller, SeenRequest request) => store.Write(caller.Tenant, async transaction
        => await transaction.Execute(PolicyRows.Sql["SeeNotice"], new { staff = caller.Id, id = request.Id ?? "", now = business.Now }) == 1 ? true : (Outcome<bool>)Problem.NotFound("The notice"));

    private sealed record NoticeRow
    {
        public string Id { get; init; } = "";

        public string Policy { get; init; } = "";

        public string Version { get; init; } = "";

        public string Title { get; init; } = "";

        public string Kind { get; init; } = "";

        public string? Note { get; init; }

        public long At { get; init; }

        public long? SeenAt { get; init; }
    }
}
