using System.Text.Json.Nodes;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Policies.Guarding;

namespace Patella.Service.Policies.Reading;

/// <summary>Stored decisions: found, shown with personal facts masked, and made anew to see that they come out the same.</summary>
internal sealed class DecisionDoors(IStore store, PolicyKinds kinds, PolicyBook book)
{
    private static readonly Statements Sql = PolicyRows.Sql;

    public Task<Outcome<Page<DecisionLine>>> List(Caller caller, string? policy, long? version, string? outcome, string? subject, bool against, string? after, int? limit) => store.Read(caller.Tenant, async reader =>
    {
        if (!Paging.TryRead(after, out var sort, out var id))
        {
            return Problem.Invalid("after", "Must be the 'next' of an earlier page.");
        }

        if (outcome is not null && !PolicyOutcome.All.Contains(outcome))
        {
            return Problem.Invalid("outcome", $"Must be one of: {string.Join(", ", PolicyOutcome.All)}.");
        }

        var most = Paging.Limit(limit);
        var rows = await reader.Many<PolicyDecisionRow>(Sql["Decisions"], new { policy, number = version, outcome, subject, against = against ? 1 : 0, sort, id, limit = most + 1 });
        return (Outcome<Page<DecisionLine>>)new Page<DecisionLine>([.. rows.Take(most).Select(LineOf)], rows.Count > most ? Paging.Cursor(rows[most - 1].At, rows[most - 1].Id) : null);
    });

    public Task<Outcome<DecisionView>> Find(Caller caller, string id) => store.Read(caller.Tenant, async reader
        => await reader.One<PolicyDecisionRow>(Sql["FindDecision"], new { id }) is { } row ? ViewOf(row) : (Outcome<DecisionView>)Problem.NotFound("The decision"));

    /// <summary>The same table, words and facts as then; nothing of today's.</summary>
    public Task<Outcome<ReplayView>> Replay(Caller caller, string id) => store.Read(caller.Tenant, async reader =>
    {
        if (await reader.One<PolicyDecisionRow>(Sql["FindDecision"], new { id }) is not { } row)
        {
            return Problem.NotFound("The decision");
        }

        if (row.Facts is null || await PolicyBook.AsKept(reader, row.Policy, row.Number, row.Version, row.Content) is not { } version)
        {
            return Problem.Refused("facts-erased", "Its facts were erased with the person they are about: it cannot be made anew.");
        }

        var again = VerdictText.Of(Judge.Of(version, book.Kind(row.Policy), FactSet.Read(row.Facts), row.At));
        return (Outcome<ReplayView>)new ReplayView(again == row.Verdict, JsonNode.Parse(again)!);
    });

    private DecisionView ViewOf(PolicyDecisionRow row)
    {
        var line = LineOf(row);
        var beside = Json.Read<List<BesideView>>(row.Beside) ?? [];
        return new DecisionView(
            line.Id, line.Policy, line.Version, line.VersionId, line.Lane, line.Subject, line.Outcome, line.Reason, line.Row, line.Note, line.At, line.By, line.Disagreement,
            row.Facts is null ? null : Masked(row.Policy, JsonNode.Parse(row.Facts)!), row.Facts is null ? null : JsonNode.Parse(row.Verdict), beside, row.Content);
    }

    private static DecisionLine LineOf(PolicyDecisionRow row) => new(
        row.Id, row.Policy, row.Number, row.Version, row.Lane, row.Subject, row.Outcome, row.Reason, (int?)row.Fired, Json.Read<Noted>(row.Verdict)?.Note, Microseconds.ToTime(row.At), row.ByRef, row.Overridden);

    private JsonNode Masked(string policy, JsonNode facts)
    {
        foreach (var fact in kinds.Find(policy)?.Facts.Where(fact => fact.Personal && !fact.Path.Contains('[', StringComparison.Ordinal)) ?? [])
        {
            var parts = fact.Path.Split('.');
            JsonNode? holder = facts;
            foreach (var part in parts[..^1])
            {
                holder = (holder as JsonObject)?[part];
            }

            if (holder is JsonObject known && known[parts[^1]] is not null)
            {
                known[parts[^1]] = "•••";
            }
        }

        return facts;
    }

    private sealed record Noted(string? Note);
}
