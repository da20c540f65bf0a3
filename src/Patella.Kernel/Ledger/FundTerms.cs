namespace Patella.Kernel.Ledger;

/// <summary>What people of a grade may give from a fund, in minor units.</summary>
/// <param name="MostOnce">In one transfer.</param>
/// <param name="MostADay">One person in one UTC day of business time.</param>
public sealed record FundLimit(string Fund, string Grade, long MostOnce, long MostADay);

/// <summary>The limits of the funds that a decision touches, and what has been given on the day so far. A fund with limits gives to nobody without a grade on its list.</summary>
public sealed class FundTerms(IEnumerable<FundLimit> limits, IEnumerable<KeyValuePair<(string Fund, string Person, long Day), long>> given)
{
    private const long MicrosecondsADay = 86_400L * 1_000_000;
    private readonly Dictionary<(string Fund, string Grade), FundLimit> _limits = limits.ToDictionary(limit => (limit.Fund, limit.Grade));
    private readonly HashSet<string> _limited = [.. limits.Select(limit => limit.Fund)];
    private readonly Dictionary<(string Fund, string Person, long Day), long> _given = given.ToDictionary();

    public static FundTerms None => new([], []);

    /// <summary>The day a moment counts for.</summary>
    public static long DayOf(long at) => Math.DivRem(at, MicrosecondsADay, out var rest) - (rest < 0 ? 1 : 0);

    /// <summary>Why this much may not be given, or null.</summary>
    internal Fault? Refuse(string fund, Grant? grant, long amount, long day)
    {
        if (!_limited.Contains(fund))
        {
            return null;
        }

        if (grant is null || !_limits.TryGetValue((fund, grant.Grade), out var limit))
        {
            return Fault.GrantNeeded;
        }

        return amount > limit.MostOnce || (Int128)_given.GetValueOrDefault((fund, grant.Person, day)) + amount > limit.MostADay ? Fault.GrantLimit : null;
    }

    /// <summary>Counts a grant, or with a negative amount one that was given back.</summary>
    internal void Count(Transfer transfer)
    {
        if (transfer is { GrantFund: { } fund, GrantPerson: { } person, GrantDay: { } day, Granted: { } amount })
        {
            var key = (fund, person, day);
            _given[key] = _given.GetValueOrDefault(key) + amount;
        }
    }
}
