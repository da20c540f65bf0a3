using System.Collections.Concurrent;
using System.Text.Json;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Policies.Guarding;
using Patella.Service.Tenants;

namespace Patella.Service.Policies;

/// <summary>
/// Asked before every write that a policy stands in front of, whoever wants it. It answers from the version in force, the canary's for the share that is on trial,
/// and never opens a door because a table or a fact is missing: then a person decides.
/// </summary>
public sealed class PolicyGuard
{
    private readonly PolicyBook _book;
    private readonly TenantStore _tenants;
    private readonly IIdentifiers _identifiers;
    private readonly ConcurrentDictionary<(TenantId Tenant, string Hash), bool> _contents = new();

    internal PolicyGuard(PolicyBook book, TenantStore tenants, IIdentifiers identifiers) => (_book, _tenants, _identifiers) = (book, tenants, identifiers);

    /// <summary>What the policy says. Changes nothing.</summary>
    /// <exception cref="ArgumentException">There is no such policy.</exception>
    public async Task<PolicyVerdict> Ask(IReader reader, PolicyQuestion question)
    {
        var kind = _book.Kind(question.Policy);
        var line = await PolicyBook.Line(reader, question.Policy);
        var (canary, shadow) = (PolicyLine.CanaryAt(line, question.At), PolicyLine.ShadowAt(line, question.At));
        var effective = PolicyLine.EffectiveAt(line, question.At);
        var shares = canary is not null && PolicyLine.Shares(canary, KeyOf(canary, question, reader.Tenant));
        var verdict = Judge.Of(effective is null ? _book.BuiltIn(question.Policy) : await _book.Version(reader, question.Policy, effective), kind, question.Facts, question.At)
            with { Lane = effective is null ? PolicyLanes.BuiltIn : PolicyLanes.Effective };
        var beside = new List<PolicyVerdict>();
        if (shares)
        {
            beside.Add(verdict);
            verdict = Judge.Of(await _book.Version(reader, question.Policy, canary!), kind, question.Facts, question.At) with { Lane = PolicyLanes.Canary };
        }

        if (shadow is not null)
        {
            beside.Add(Judge.Of(await _book.Version(reader, question.Policy, shadow), kind, question.Facts, question.At) with { Lane = PolicyLanes.Shadow });
        }

        return verdict with { Beside = beside, PromiseHours = verdict.WithinHours ?? (verdict.Outcome == PolicyOutcome.Person ? (await CustomerFirst.Find(_tenants, reader)).DecideWithinHours : 0) };
    }

    /// <summary>Of several questions whose arguments are not known yet, those that are refused whatever is asked for, by policy. One look at the store.</summary>
    public async Task<IReadOnlyDictionary<string, PolicyVerdict>> RefusedAnyway(IReader reader, IReadOnlyList<PolicyQuestion> questions)
    {
        var lines = (await reader.Many<LineVersion>(PolicyRows.Sql["AllLines"])).ToLookup(version => version.Policy);
        var refused = new Dictionary<string, PolicyVerdict>();
        foreach (var question in questions)
        {
            var (kind, line) = (_book.Kind(question.Policy), lines[question.Policy]);
            var inForce = PolicyLine.CanaryAt(line, question.At) is { } canary && PolicyLine.Shares(canary, KeyOf(canary, question, reader.Tenant)) ? canary : PolicyLine.EffectiveAt(line, question.At);
            var version = inForce is null ? _book.BuiltIn(question.Policy) : await _book.Version(reader, question.Policy, inForce);
            if (AnyArguments.Of(version, kind).RefusingRow(question.Facts, question.At) is { } row)
            {
                refused[question.Policy] = Judge.OfRow(version, kind, row);
            }
        }

        return refused;
    }

    /// <summary>Writes the decision down in the transaction of what was decided: version, facts, row, outcome, and what versions beside it would have said.</summary>
    /// <returns>The decision's id.</returns>
    public async Task<string> Keep(ITransaction transaction, PolicyQuestion question, PolicyVerdict verdict, PolicyKept? kept = null)
    {
        await KeepContent(transaction, question.Policy, verdict);
        var row = new PolicyDecisionRow
        {
            Id = _identifiers.New(), Policy = question.Policy, Number = verdict.Rule.Version, Version = verdict.VersionId, Content = verdict.Content, Lane = verdict.Lane, Subject = question.Subject, ShareKey = question.ShareKey,
            Category = question.Category, Person = question.Person, Facts = question.Facts.Text, Outcome = verdict.Outcome, Reason = verdict.Reason, Fired = verdict.Rule.Row, Verdict = VerdictText.Of(verdict),
            Beside = verdict.Beside.Count == 0 ? null : VerdictText.OfBeside(verdict.Beside), ByRef = kept?.By, Overridden = kept?.Override, At = question.At,
            ShadowVersion = Beside(verdict, PolicyLanes.Shadow)?.VersionId, ShadowOutcome = Beside(verdict, PolicyLanes.Shadow)?.Outcome, OtherOutcome = verdict.Lane == PolicyLanes.Canary ? verdict.Beside.FirstOrDefault(other => other.Lane != PolicyLanes.Shadow)?.Outcome : null,
        };
        await transaction.Execute(PolicyRows.Sql["AddDecision"], row);
        return row.Id;
    }

    private static PolicyVerdict? Beside(PolicyVerdict verdict, string lane) => verdict.Beside.FirstOrDefault(other => other.Lane == lane);

    /// <summary>The share a question belongs to, as the canary counts it.</summary>
    private static string KeyOf(LineVersion canary, PolicyQuestion question, TenantId tenant)
        => canary.CanaryBy switch { "tenant" => tenant.Value, "category" => question.Category ?? question.ShareKey, _ => question.ShareKey };

    private async Task KeepContent(ITransaction transaction, string policy, PolicyVerdict verdict)
    {
        if (_contents.ContainsKey((transaction.Tenant, verdict.Content)))
        {
            return;
        }

        var (dmn, words) = verdict.VersionId is null ? (_book.Kind(policy).Dmn, _book.Kind(policy).Words)
            : await transaction.One<PolicyContent>(PolicyRows.Sql["Content"], new { id = verdict.VersionId }) is { } content ? (content.Dmn, content.Words) : throw new InvalidOperationException($"Version {verdict.VersionId} is not here.");
        await transaction.Execute(PolicyRows.Sql["KeepContent"], new { hash = verdict.Content, dmn, words });
        var place = (transaction.Tenant, verdict.Content);
        transaction.AfterCommit(() => _contents[place] = true);
    }
}
