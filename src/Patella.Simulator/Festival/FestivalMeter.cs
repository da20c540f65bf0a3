using System.Collections.Concurrent;

namespace Patella.Simulator.Festival;

/// <summary>How a session went for the consumer.</summary>
public sealed record SessionOutcome(bool Offered, bool PickedUp, bool AskedForPerson, bool GotPerson, bool Abandoned, double? WaitSeconds)
{
    /// <summary>Got the kind of reply asked for.</summary>
    public bool Replied => AskedForPerson ? GotPerson : PickedUp;
}

/// <summary>Counts what happens, from all actors at once.</summary>
public sealed class FestivalMeter
{
    /// <summary>More kinds of reasons than this are counted as "other": reasons may hold text from the server.</summary>
    private const int MaximumReasons = 100;
    private readonly ConcurrentDictionary<string, int> _errors = new();
    private readonly ConcurrentBag<double> _waits = [];
    private int _started, _finished, _offered, _pickedUp, _replied, _asked, _gotPerson, _abandoned, _botAlone, _waiting, _lost, _doubled, _cases, _parts;
    private long _messages;

    /// <summary>Sessions begun.</summary>
    public int Started => _started;

    /// <summary>Sessions begun and not over.</summary>
    public int Running => _started - _finished;

    /// <summary>Messages of all parties.</summary>
    public long Messages => Interlocked.Read(ref _messages);

    /// <summary>All errors.</summary>
    public int Errors => _errors.Values.Sum();

    /// <summary>A session begins.</summary>
    public void Begin() => Interlocked.Increment(ref _started);

    /// <summary>A message was acknowledged or received.</summary>
    public void Message(int count = 1) => Interlocked.Add(ref _messages, count);

    /// <summary>A consumer begins (+1) or ends (-1) to wait for a person.</summary>
    public void Waiting(int change) => Interlocked.Add(ref _waiting, change);

    /// <summary>An agent opened a case.</summary>
    public void CaseOpened() => Interlocked.Increment(ref _cases);

    /// <summary>A merchant answered what was asked of the shop.</summary>
    public void PartAnswered() => Interlocked.Increment(ref _parts);

    /// <summary>Something that must not happen.</summary>
    public void Error(string reason) => _errors.AddOrUpdate(_errors.Count < MaximumReasons || _errors.ContainsKey(reason) ? reason : "other", 1, (_, count) => count + 1);

    /// <summary>What reading back found.</summary>
    public void ReadBack(int lost, int doubled)
    {
        Interlocked.Add(ref _lost, lost);
        Interlocked.Add(ref _doubled, doubled);
    }

    /// <summary>A session is over.</summary>
    public void End(SessionOutcome outcome)
    {
        Interlocked.Increment(ref _finished);
        if (!outcome.Offered)
        {
            return;
        }
        Interlocked.Increment(ref _offered);
        Add(ref _pickedUp, outcome.PickedUp);
        Add(ref _replied, outcome.Replied);
        Add(ref _asked, outcome.AskedForPerson);
        Add(ref _gotPerson, outcome.GotPerson);
        Add(ref _abandoned, outcome.Abandoned);
        Add(ref _botAlone, outcome.PickedUp && !outcome.AskedForPerson);
        if (outcome.WaitSeconds is { } wait)
        {
            _waits.Add(wait);
        }
    }

    /// <summary>Where the run stands.</summary>
    public FestivalProgress Progress(string stage, int planned, TimeSpan elapsed) =>
        new(stage, planned, _started, _finished, _waiting, _pickedUp, _gotPerson, Messages, Errors, elapsed);

    /// <summary>The figures at the end.</summary>
    public FestivalSummary Summary(Pace pace, TimeSpan machine, ulong seed, string scenario)
    {
        var waits = _waits.Order().ToList();
        return new FestivalSummary(
            _offered, _pickedUp, _replied, _asked, _gotPerson, _abandoned, Math.Round(_offered == 0 ? 0 : (double)_botAlone / _offered, 4),
            Round(Percentiles.Of(waits, 50)), Round(Percentiles.Of(waits, 90)), Round(Percentiles.Of(waits, 99)),
            Round(Messages / Math.Max(0.001, machine.TotalSeconds)), Errors, new SortedDictionary<string, int>(_errors, StringComparer.Ordinal),
            Round(machine.TotalSeconds), Round(machine.TotalSeconds * pace.TimeRate), pace.TimeRate, Math.Round(pace.Speed, 3), seed, scenario, _lost, _doubled, _cases, _parts);
    }

    private static void Add(ref int counter, bool happened)
    {
        if (happened)
        {
            Interlocked.Increment(ref counter);
        }
    }

    private static double Round(double value) => Math.Round(value, 2);
}
