namespace Patella.Platform.Ownership;

/// <summary>
/// Decides which partitions a process hands over so that equal processes carry equal shares. Pure; times are milliseconds of the machine. A partition that was
/// handed over is left to the others for a moment; one that nobody took comes back and is then kept for a while, so that nothing goes to and fro.
/// </summary>
internal sealed class LeaseBalance
{
    /// <summary>Partitions handed over in one round: each of them stands still until its next owner has begun.</summary>
    public const int MostAtOnce = 4;

    /// <summary>How long the others have for taking what was handed over.</summary>
    public const long LeftFor = 3_000;

    /// <summary>How long a partition stays that nobody else wanted.</summary>
    public const long KeptFor = 60_000;

    private readonly Dictionary<string, long> _given = [];
    private readonly Dictionary<string, long> _kept = [];

    /// <summary>What to hand over now.</summary>
    /// <param name="mine">What this process holds.</param>
    /// <param name="total">Partitions that this process would take, whoever holds them.</param>
    /// <param name="alive">Processes that hold leases, this one among them.</param>
    public IReadOnlyList<string> ToGive(IReadOnlyCollection<string> mine, int total, int alive, long now)
    {
        foreach (var partition in mine.Where(partition => _given.Remove(partition)))
        {
            // It came back: nobody else works on it.
            _kept[partition] = now;
        }

        var fair = (total + Math.Max(1, alive) - 1) / Math.Max(1, alive);
        return mine.Count <= fair
            ? []
            : [.. mine.Where(partition => !_kept.TryGetValue(partition, out var since) || now - since > KeptFor).Order(StringComparer.Ordinal).TakeLast(Math.Min(MostAtOnce, mine.Count - fair))];
    }

    public void Gave(string partition, long now) => _given[partition] = now;

    /// <summary>False while a partition is left to the others.</summary>
    public bool MayTake(string partition, long now) => !_given.TryGetValue(partition, out var since) || now - since > LeftFor;
}
