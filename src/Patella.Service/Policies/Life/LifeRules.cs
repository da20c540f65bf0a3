using Patella.Service.Edge;
using Patella.Service.Policies.Guarding;

namespace Patella.Service.Policies.Life;

/// <summary>
/// Pure: the steps of a version's life. Each takes the version as it stands and says what it becomes, or why not. A step that was taken already gives the
/// version as it is, so that a command that comes twice changes nothing.
/// </summary>
internal static class LifeRules
{
    private const string Proposed = VersionState.Proposed;

    /// <summary>New table and words. Everything that was bound to the old ones is void, a signature too.</summary>
    public static Outcome<VersionRow> Draft(VersionRow version, string dmn, string words, string basedOn, string findings, string by)
    {
        var hash = PolicyContent.HashOf(dmn, words);
        return version.Hash == hash && version.State is Proposed or VersionState.Signed ? version
            : version.Hash != basedOn ? Problem.Conflict("changed-meanwhile", "Somebody else has changed it meanwhile. Read it anew and change that.")
            : version.State is not (Proposed or VersionState.Signed) ? Wrong(version)
            : version with
            {
                State = Proposed, Dmn = dmn, Words = words, Hash = hash, Findings = findings, EditedBy = by, Backtest = null, BacktestHash = null, SignedHash = null, SignedBy = null, SignedName = null, SignedAt = null, SignedNote = null,
            };
    }

    public static Outcome<VersionRow> Answer(VersionRow version, bool accept, string words, string by, long now)
        => version.AnsweredAt is not null ? version.Accepted == (accept ? 1 : 0) ? version : Problem.Conflict("answered-already", "The proposer has been answered already.")
            : version.State != Proposed ? Wrong(version)
            : version with { AnsweredAt = now, Accepted = accept ? 1 : 0, AnsweredBy = by, AnswerWords = words, State = accept ? Proposed : VersionState.Declined, EndedAt = accept ? null : now };

    /// <summary>Bound to exactly this content, tried on history, without open findings, and never by who proposed or wrote it.</summary>
    public static Outcome<VersionRow> Sign(VersionRow version, string hash, string? note, string by, string name, bool faultless, long now)
        => version.SignedHash == hash && version.Hash == hash && version.SignedBy == by ? version
            : version.Hash != hash ? Problem.Conflict("changed-meanwhile", "Somebody else has changed it meanwhile. Read it anew and change that.")
            : version.State != Proposed ? Wrong(version)
            : by == version.ProposerId || by == version.EditedBy ? Problem.Refused("own-proposal", "Nobody signs what they proposed or wrote.")
            : !faultless ? Problem.Refused("findings-open", "The checks found errors. Mend them first.")
            : version.BacktestHash != hash ? Problem.Refused("no-backtest", "Try exactly this table on stored decisions first.")
            : version with { State = VersionState.Signed, SignedHash = hash, SignedBy = by, SignedName = name, SignedAt = now, SignedNote = note };

    public static Outcome<VersionRow> Shadow(VersionRow version, IReadOnlyList<LineVersion> line, long now)
        => version.State == VersionState.Shadow ? version
            : version.State != VersionState.Signed ? Unsigned(version)
            : PolicyLine.ShadowAt(line, now) is not null ? Problem.Conflict("lane-taken", "Another version is in shadow already.")
            : version with { State = VersionState.Shadow, ShadowSince = now };

    /// <param name="share">Percent.</param>
    public static Outcome<VersionRow> Canary(VersionRow version, IReadOnlyList<LineVersion> line, long share, string by, long now)
        => version.State == VersionState.Canary && version.CanaryShare == share && version.CanaryBy == by ? version
            : version.State is not (VersionState.Signed or VersionState.Shadow or VersionState.Canary) ? Unsigned(version)
            : PolicyLine.CanaryAt(line, now) is { } other && other.Id != version.Id ? Problem.Conflict("lane-taken", "Another version is on trial with a share already.")
            : version with { State = VersionState.Canary, CanarySince = version.CanarySince ?? now, CanaryShare = share, CanaryBy = by };

    /// <summary>From now or a later instant, never an earlier one; no two versions begin at one instant.</summary>
    public static Outcome<VersionRow> MakeEffective(VersionRow version, IReadOnlyList<LineVersion> line, long? from, long now)
    {
        if (version.State == VersionState.Effective)
        {
            return from is null || from == version.EffectiveFrom ? version : Problem.Conflict("dated-already", "It has a date already. Retire it, and propose it anew for another.");
        }

        if (version.State is not (VersionState.Signed or VersionState.Shadow or VersionState.Canary))
        {
            return Unsigned(version);
        }

        if (from < now)
        {
            return Problem.Refused("retroactive", "A rule is never in force from an earlier moment than now.");
        }

        var begin = from ?? now;
        while (from is null && line.Any(other => other.EffectiveFrom == begin))
        {
            begin++;
        }

        return line.Any(other => other.EffectiveFrom == begin) ? Problem.Conflict("date-taken", "Another version begins at that very moment.")
            : version with { State = VersionState.Effective, EffectiveFrom = begin };
    }

    /// <summary>Out of force, now: the built-in table holds until the next version begins.</summary>
    public static Outcome<VersionRow> Retire(VersionRow version, long now)
        => version.State == VersionState.Retired ? version
            : version.State != VersionState.Effective ? Wrong(version)
            : version with { State = VersionState.Retired, EndedAt = now };

    /// <summary>Not to be pursued any more.</summary>
    public static Outcome<VersionRow> Withdraw(VersionRow version, long now)
        => version.State == VersionState.Withdrawn ? version
            : version.State is not (Proposed or VersionState.Signed or VersionState.Shadow or VersionState.Canary) ? Wrong(version)
            : version with { State = VersionState.Withdrawn, EndedAt = now };

    private static Problem Unsigned(VersionRow version)
        => version.State == Proposed ? Problem.Refused("not-signed", "Nothing leaves the proposal without a signature of exactly this content.") : Wrong(version);

    private static Problem Wrong(VersionRow version) => Problem.Refused("wrong-state", $"That cannot be done with a version that is {version.State}.");
}
