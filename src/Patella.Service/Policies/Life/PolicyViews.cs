using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Policies.Backtests;
using Patella.Service.Policies.Checks;
using Patella.Service.Policies.Guarding;

namespace Patella.Service.Policies.Life;

/// <summary>Draws policies and versions as a caller may see them. A shop's and a carrier's people see what they proposed, and no table that is in force.</summary>
internal sealed class PolicyViews(PolicyKinds kinds, PolicyBook book, BusinessTime business)
{
    private const long Week = 7L * 86_400 * Microseconds.PerSecond;
    private static readonly Statements Sql = PolicyRows.Sql;

    public static bool IsInside(Caller caller) => caller.Merchant is null && (caller.Permissions & ~(Permission.StaffMember | Permission.RunShop | Permission.CarryParcels)) != 0;

    public static bool MaySee(Caller caller, VersionRow version) => IsInside(caller) || version.ProposerId == caller.Id;

    public async Task<Page<PolicyLineView>> All(IReader reader, Caller caller)
    {
        var (now, inside) = (business.Now, IsInside(caller));
        var open = (await reader.Many<VersionRow>(Sql["OpenVersions"])).Where(version => MaySee(caller, version)).ToLookup(version => version.Policy);
        var lines = (await reader.Many<LineVersion>(Sql["AllLines"])).ToLookup(version => version.Policy);
        var week = inside ? (await reader.Many<(string Policy, long Decisions, long Exceptions)>(Sql["Week"], new { since = now - Week })).ToDictionary(row => row.Policy) : [];
        var against = inside ? (await reader.Many<(string Policy, long Overrides)>(Sql["WeekAgainst"], new { since = now - Week })).ToDictionary(row => row.Policy, row => row.Overrides) : [];
        return new Page<PolicyLineView>([.. kinds.All.Select(kind =>
        {
            var counts = week.GetValueOrDefault(kind.Key);
            return new PolicyLineView(kind.Key, kind.Title(caller.Language), Effective(kind, lines[kind.Key], caller, now), Open(open[kind.Key], lines[kind.Key], now), counts.Decisions, counts.Exceptions, against.GetValueOrDefault(kind.Key));
        })]);
    }

    public async Task<Outcome<PolicyView>> One(IReader reader, Caller caller, string key)
    {
        if (kinds.Find(key) is not { } kind)
        {
            return Problem.NotFound("The policy");
        }

        var (now, inside) = (business.Now, IsInside(caller));
        var line = await PolicyBook.Line(reader, key);
        var versions = (await reader.Many<VersionRow>(Sql["VersionsOf"], new { policy = key })).Where(version => MaySee(caller, version)).ToList();
        var inForce = await book.At(reader, key, now);
        var words = inForce.Id is null ? kind.Words : (await VersionRows.Find(reader, inForce.Id))!.Words;
        var counts = inside ? (await reader.Many<(string Policy, long Decisions, long Exceptions)>(Sql["Week"], new { since = now - Week })).FirstOrDefault(row => row.Policy == key) : default;
        var against = inside ? await reader.Many<AgainstRow>(Sql["Against"], new { policy = key }) : [];
        return new PolicyView(
            key, kind.Title(caller.Language), Effective(kind, line, caller, now), Open(versions, line, now), counts.Decisions, counts.Exceptions, against.Sum(row => row.Times), inside ? inForce.Dmn : "", WordsJson.Show(inside ? words : "{}"), inForce.Hash,
            [.. versions.Select(version => Line(version, line, now))], [.. against.Select(row => row.ToView())]);
    }

    public async Task<VersionView> Of(IReader reader, Caller caller, VersionRow version)
    {
        var (now, line) = (business.Now, await PolicyBook.Line(reader, version.Policy));
        var at = Line(version, line, now);
        var links = (await reader.Many<(string Kind, string Ref)>(Sql["Links"], new { version = version.Id })).ToLookup(link => link.Kind, link => link.Ref);
        var history = await reader.Many<EventRow>(Sql["Events"], new { version = version.Id });
        var inForce = PolicyLine.EffectiveAt(line, now)?.Number ?? 0;
        return new VersionView(
            version.Id, version.Number, version.Policy, kinds.Find(version.Policy)?.Title(caller.Language) ?? version.Policy, version.Title, at.State, at.Waits, version.CustomerView, at.Proposer, [.. links["case"]], [.. links["conversation"]],
            [.. links["decision"]], version.BasedOn, inForce != version.BasedOn && inForce != version.Number, at.CreatedAt, at.AnswerBy,
            version.AnsweredAt is { } answered ? new AnswerView(version.Accepted == 1, version.AnswerWords ?? "", version.AnsweredBy ?? "", Microseconds.ToTime(answered)) : null, version.Dmn, WordsJson.Show(version.Words), version.Hash,
            [.. Finding.Read(version.Findings).Select(finding => finding.ToView(caller.Language))], Json.Read<BacktestReport>(version.Backtest),
            version.SignedAt is { } signed ? new SignatureView(new PolicyPerson(version.SignedBy!, version.SignedName!, "legal"), Microseconds.ToTime(signed), version.SignedHash!, version.SignedNote) : null,
            version.ShadowSince is { } shadow ? await Lane(reader, "ShadowLane", version.Id, shadow, null, null) : null,
            version.CanarySince is { } canary ? await Lane(reader, "CanaryLane", version.Id, canary, (int?)version.CanaryShare, version.CanaryBy) : null,
            at.EffectiveFrom, version.EndedAt is { } ended ? Microseconds.ToTime(ended) : null, [.. history.Select(row => row.ToView())]);
    }

    public VersionLine Line(VersionRow version, IEnumerable<LineVersion> line, long now)
    {
        var over = version.State == VersionState.Effective && version.EffectiveFrom <= now && PolicyLine.EffectiveAt(line, now)?.Id != version.Id;
        return new VersionLine(
            version.Id, version.Number, version.Policy, version.Title, over ? VersionState.Retired : version.State, version.State == VersionState.Effective && version.EffectiveFrom > now,
            new PolicyPerson(version.ProposerId, version.ProposerName, version.ProposerKind), Microseconds.ToTime(version.CreatedAt), Microseconds.ToTime(version.AnswerBy), version.AnsweredAt is { } at ? Microseconds.ToTime(at) : null,
            version.Accepted is { } accepted ? accepted == 1 : null, version.EffectiveFrom is { } from ? Microseconds.ToTime(from) : null, (int?)version.CanaryShare, Finding.Read(version.Findings).Count(finding => finding.Severity == Finding.Error));
    }

    private IReadOnlyList<VersionLine> Open(IEnumerable<VersionRow> versions, IEnumerable<LineVersion> line, long now)
        => [.. versions.Select(version => Line(version, line, now)).Where(at => at.State is VersionState.Proposed or VersionState.Signed or VersionState.Shadow or VersionState.Canary || at.Waits)];

    private static EffectiveView Effective(PolicyKind kind, IEnumerable<LineVersion> line, Caller caller, long now) => PolicyLine.EffectiveAt(line, now) is { } version
        ? new EffectiveView(version.Number, version.Id, version.Title, Microseconds.ToTime(version.EffectiveFrom!.Value), version.Author) : new EffectiveView(0, null, kind.Title(caller.Language), null, PolicyTexts.Of(caller.Language, "author.built-in"));

    private static async Task<LaneView> Lane(IReader reader, string statement, string version, long since, int? share, string? by)
    {
        var (decisions, different) = await reader.One<(long Decisions, long Different)>(Sql[statement], new { version });
        return new LaneView(Microseconds.ToTime(since), share, by, decisions, different);
    }

    private sealed record AgainstRow
    {
        public long Version { get; init; }

        public long? RowNumber { get; init; }

        public string Verdict { get; init; } = "";

        public long Times { get; init; }

        public DisagreementCount ToView() => new(Version, (int?)RowNumber, Json.Read<Noted>(Verdict)?.Note, Times);
    }

    private sealed record Noted(string? Note);

    private sealed record EventRow
    {
        public long At { get; init; }

        public string ByKind { get; init; } = "";

        public string ById { get; init; } = "";

        public string ByName { get; init; } = "";

        public string What { get; init; } = "";

        public string? Note { get; init; }

        public string Hash { get; init; } = "";

        public HistoryLine ToView() => new(Microseconds.ToTime(At), new PolicyPerson(ById, ByName, ByKind), What, Note, Hash);
    }
}
