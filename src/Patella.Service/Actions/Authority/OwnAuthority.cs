using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Actions.Deciding;
using Patella.Service.Actions.Kinds;
using Patella.Service.Actions.Running;
using Patella.Service.Edge;
using Patella.Service.Remedies;
using Patella.Service.Tenants;

namespace Patella.Service.Actions.Authority;

/// <summary>What somebody may give alone by a kind, and what of today is used.</summary>
public sealed record AuthorityLine(string Kind, string Title, string Currency, long MostPerCase, long MostPerDay, long GivenToday);

/// <summary>GET /me/authority.</summary>
public sealed record AuthorityView(string Grade, IReadOnlyList<AuthorityLine> Items);

/// <summary>How many contacts in which something was given by judgement were settled within the own authority of whoever served them.</summary>
/// <param name="Contacts">Cases, or conversations or orders without one, in which such an action was done.</param>
/// <param name="WithinOwn">Of these, where no second person was needed.</param>
/// <param name="ValueWithinOwn">Minor units given alone, over all currencies of the tenant.</param>
public sealed record AuthorityShare(long Contacts, long WithinOwn, long ValueWithinOwn, long ValueGiven);

/// <summary>Reads limits, what was given, and the share settled alone.</summary>
internal sealed class OwnAuthority(TenantStore tenants, BusinessTime business)
{
    private const long Day = 86_400L * Microseconds.PerSecond;

    /// <summary>From here to the commit nobody else decides what this caller may give: two at once would both see what is left of the day.</summary>
    public Task Hold(ITransaction transaction, string author) => transaction.Execute(ActionRows.Sql["HoldAuthor"], new { author, day = DayOf(business.Now) });

    /// <summary>Counts an action that was accepted within its author's own authority.</summary>
    public Task Count(ITransaction transaction, ServiceAction action) => action.Authority != AuthorityWord.Own ? Task.CompletedTask
        : transaction.Execute(ActionRows.Sql["AddGiven"], new { author = action.AuthorId, day = DayOf(action.AcceptedAt), action.Kind, action.Currency, action.Value });

    /// <summary>One that came to nothing counts no longer.</summary>
    public static Task Uncount(ITransaction transaction, ServiceAction action) => action.Authority != AuthorityWord.Own ? Task.CompletedTask
        : transaction.Execute(ActionRows.Sql["TakeGiven"], new { author = action.AuthorId, day = DayOf(action.AcceptedAt), action.Kind, action.Currency, action.Value });

    /// <summary>What is done against a rule is given by judgement, whatever its kind: its worth is what the consumer gets.</summary>
    public static ActionPlan AgainstRule(ActionPlan plan) => plan with { Value = Math.Max(plan.Value, plan.Money.Where(money => money.Source != RemedySource.Instrument).Sum(money => money.Amount)) };

    /// <param name="against">Whether it is done against a rule: then an entitled kind needs the authority for a refund too, and whoever commands has it.</param>
    public async Task<string> Decide(IReader reader, Caller caller, ActionKind kind, ActionPlan plan, string order, string? caseRef, bool against = false)
        => against && !kind.Discretionary ? caller.Has(Permission.Supervise) ? AuthorityWord.Own : AuthorityRules.Decide(
                ActionKinds.Find(ActionKinds.Refund)!, AuthorityRules.GradeOf(caller), plan.Currency, plan.Value, await Limits(reader), await Given(reader, caller.Id, kind.Name, plan.Currency, order, caseRef))
            : !kind.Discretionary ? AuthorityWord.NotNeeded
            : AuthorityRules.Decide(kind, AuthorityRules.GradeOf(caller), plan.Currency, plan.Value, await Limits(reader), await Given(reader, caller.Id, kind.Name, plan.Currency, order, caseRef));

    public async Task<Problem?> RefuseApprover(IReader reader, ServiceAction action, Caller caller)
        => AuthorityRules.RefuseApprover(action, caller, await Limits(reader), await Given(reader, caller.Id, action.Kind, action.Currency, action.OrderRef, action.CaseRef));

    public async Task<AuthorityView> Of(IReader reader, Caller caller)
    {
        var (grade, lines) = (AuthorityRules.GradeOf(caller), new List<AuthorityLine>());
        foreach (var limit in (await Limits(reader)).Where(limit => limit.Grade == grade))
        {
            lines.Add(new AuthorityLine(limit.Kind, ActionKinds.Find(limit.Kind)!.Title(caller.Language), limit.Currency, limit.MostPerCase, limit.MostPerDay, await Today(reader, caller.Id, limit.Kind, limit.Currency)));
        }

        return new AuthorityView(grade, lines);
    }

    public async Task<AuthorityShare> Share(IReader reader, DateTimeOffset? from, DateTimeOffset? until, string? author)
    {
        var end = until is { } last ? Microseconds.From(last) : business.Now + 1;
        var row = (await reader.One<ShareRow>(ActionRows.Sql["Settled"], new { from = from is { } first ? Microseconds.From(first) : end - (30 * Day), until = end, author }))!;
        return new AuthorityShare(row.Contacts, row.Own, row.ValueOwn, row.ValueAll);
    }

    private Task<IReadOnlyList<AuthorityLimit>> Limits(IReader reader) => AuthoritySection.Find(tenants, reader);

    private async Task<AlreadyGiven> Given(IReader reader, string author, string kind, string? currency, string order, string? caseRef)
    {
        var together = caseRef is null ? await reader.One<long>(ActionRows.Sql["GivenOnOrder"], new { author, kind, currency, order }) : await reader.One<long>(ActionRows.Sql["GivenInCase"], new { author, kind, currency, caseRef });
        return new AlreadyGiven(await Today(reader, author, kind, currency), together);
    }

    private Task<long> Today(IReader reader, string author, string kind, string? currency) => reader.One<long>(ActionRows.Sql["GivenToday"], new { author, day = DayOf(business.Now), kind, currency });

    private static long DayOf(long at) => at / Day;

    private sealed record ShareRow
    {
        public long Contacts { get; init; }

        public long Own { get; init; }

        public long ValueOwn { get; init; }

        public long ValueAll { get; init; }
    }
}
