using System.Globalization;

namespace Patella.Simulator.Marketplace;

/// <summary>How a marketplace or provider may misbehave.</summary>
public enum FaultKind
{
    /// <summary>Says that it is under way and does it a while later.</summary>
    Late = 1,

    /// <summary>A change is told twice; the money of a payment moves twice.</summary>
    Twice = 2,

    /// <summary>Does it and cuts the line before the answer.</summary>
    LostAnswer = 3,

    /// <summary>Moves another amount than was asked; a change is not affected.</summary>
    WrongAmount = 4,

    /// <summary>Answers 500 and has done nothing.</summary>
    Error = 5,

    /// <summary>Never answers and does nothing.</summary>
    Never = 6,
}

/// <summary>A fault that strikes a share of the calls.</summary>
/// <param name="Kind">late, twice, lost-answer, wrong-amount, error or never.</param>
/// <param name="Share">Of the calls, 0 to 1.</param>
/// <param name="Of">changes, payments, or null for both.</param>
/// <param name="Times">At most so often; null for always.</param>
public sealed record Fault(FaultKind Kind, double Share, string? Of = null, int? Times = null)
{
    public const string OfChanges = "changes";
    public const string OfPayments = "payments";

    private static readonly Dictionary<string, FaultKind> Kinds = new()
    {
        ["late"] = FaultKind.Late, ["twice"] = FaultKind.Twice, ["lost-answer"] = FaultKind.LostAnswer,
        ["wrong-amount"] = FaultKind.WrongAmount, ["error"] = FaultKind.Error, ["never"] = FaultKind.Never,
    };

    /// <summary>The kind as it is written.</summary>
    public string Name => Kinds.First(known => known.Value == Kind).Key;

    /// <summary>Null when something of it is wrong.</summary>
    public static Fault? TryMake(string? kind, double? share, string? of, int? times)
        => kind is not null && Kinds.TryGetValue(kind, out var known) && share is null or (>= 0 and <= 1) && of is null or OfChanges or OfPayments && times is null or > 0
            ? new Fault(Kinds[kind!], share ?? 1, of, times) : null;

    /// <summary>Reads a list such as <c>late:0.2,error:1:changes:2</c>: kind, share, of, times.</summary>
    /// <exception cref="FormatException">Something of it is wrong; the message says what.</exception>
    public static IReadOnlyList<Fault> ReadList(string text)
        => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Read)];

    private static Fault Read(string text)
    {
        var parts = text.Split(':');
        var share = parts.Length < 2 ? 1 : double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : -1;
        var times = parts.Length < 4 ? (int?)null : int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : -1;
        return TryMake(parts[0], share, parts.Length > 2 && parts[2].Length > 0 ? parts[2] : null, times)
            ?? throw new FormatException($"{text} is no fault: write kind:share:of:times, such as late:0.2 or error:1:changes:2. Kinds: {string.Join(", ", Kinds.Keys)}; of: {OfChanges} or {OfPayments}.");
    }
}

/// <summary>The faults that are switched on, and the seeded chance that decides whom they strike.</summary>
public sealed class FaultBox(ulong seed)
{
    /// <summary>Faults at once.</summary>
    public const int Most = 20;

    private readonly Lock _gate = new();
    private readonly SeededRandom _random = new(seed);
    private List<(Fault Fault, int Left)> _faults = [];

    public IReadOnlyList<Fault> Faults
    {
        get
        {
            lock (_gate)
            {
                return [.. _faults.Where(one => one.Left > 0).Select(one => one.Fault.Times is null ? one.Fault : one.Fault with { Times = one.Left })];
            }
        }
    }

    /// <summary>False when there are too many.</summary>
    public bool Add(Fault fault)
    {
        lock (_gate)
        {
            _faults.RemoveAll(one => one.Left == 0);
            if (_faults.Count >= Most)
            {
                return false;
            }

            _faults.Add((fault, fault.Times ?? int.MaxValue));
            return true;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _faults = [];
        }
    }

    /// <summary>The fault that strikes this call, if one does; the first of the list that does.</summary>
    public FaultKind? Draw(string of)
    {
        lock (_gate)
        {
            for (var index = 0; index < _faults.Count; index++)
            {
                var (fault, left) = _faults[index];
                if (left > 0 && (fault.Of ?? of) == of && _random.NextDouble() < fault.Share)
                {
                    _faults[index] = (fault, fault.Times is null ? left : left - 1);
                    return fault.Kind;
                }
            }

            return null;
        }
    }
}
