using System.Globalization;
using Patella.Service.Incidents.Engine;
using Patella.Simulator;

namespace Patella.Host.Detection;

/// <summary>What became of the lines of a file.</summary>
internal sealed class FileReport
{
    private const int ProblemsTold = 20;

    public long Lines, Good, Bad, Doubled, Late, Misdated;
    public int Cells;
    public readonly List<(long Line, string Problem)> Problems = [];

    public void Refuse(long line, string problem)
    {
        Bad++;
        if (Problems.Count < ProblemsTold)
        {
            Problems.Add((line, problem));
        }
    }
}

/// <summary>Runs the engine of the live stream over a file. The file's own times are the clock.</summary>
internal sealed class FileDetection
{
    /// <summary>A voice this much older than the stream is no evidence of anything new.</summary>
    private const long LateMicroseconds = 10 * 60_000_000L;

    /// <summary>A step forward in time this large is believed only when twenty voices agree.</summary>
    private const long StepMicroseconds = 26 * 3_600_000_000L;

    private const int Witnesses = 20;

    /// <summary>Lines whose ids are kept for examples.</summary>
    private const int RecentLimit = 1 << 20;

    private readonly StreamShape _shape;
    private readonly IncidentWatch _watch;
    private readonly BuiltInLabels _labels = new();
    private readonly HashSet<ulong> _ids = [];
    private readonly Dictionary<string, int> _slots;
    private readonly List<(long Line, VoiceLine Voice)> _ahead = [];
    private readonly Dictionary<long, string> _recent = [], _named = [];
    private long _now;

    public FileDetection(StreamShape shape, double falseAlarmsPerDay)
    {
        _shape = shape;
        _watch = new IncidentWatch(shape.Dimensions, shape.ReasonsAreGiven, shape.Pairs, falseAlarmsPerDay);
        _slots = shape.Dimensions.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        _now = shape.Start;
    }

    public FileReport Report { get; } = new();

    public IReadOnlyCollection<Incident> Run(VoiceFile file)
    {
        // The first lines may come in any order around the beginning: the clock starts a little before their middle.
        _now -= LateMicroseconds;
        foreach (var (number, voice, problem) in file.Read())
        {
            Report.Lines = number;
            if ((problem ?? (voice.Time is null ? "has no time" : null)) is { } wrong)
            {
                Report.Refuse(number, wrong);
            }
            else if (voice.Id.Length > 0 && !_ids.Add(Hash(voice.Id)))
            {
                Report.Doubled++;
            }
            else
            {
                Place(number, voice);
            }
        }

        _ahead.ForEach(held => Misdate(held.Line));
        Tick(_now / 60_000_000);
        Report.Cells = _watch.Cells;
        return _watch.Book.Incidents;
    }

    /// <summary>The id of a voice by its line, of those that incidents name.</summary>
    public string? IdOf(long line) => _named.GetValueOrDefault(line);

    private void Place(long number, VoiceLine voice)
    {
        var at = voice.Time!.Value;
        if (at - _now > StepMicroseconds)
        {
            _ahead.Add((number, voice));
            if (_ahead.Count < Witnesses)
            {
                return;
            }

            // Twenty in a row from the same later day: the stream has paused. Otherwise clocks are wrong.
            var times = _ahead.Select(held => held.Voice.Time!.Value).Order().ToList();
            var held = _ahead.ToList();
            _ahead.Clear();
            if (times[^2] - times[1] <= StepMicroseconds)
            {
                _now = times[1];
                held.ForEach(one => Place(one.Line, one.Voice));
            }
            else
            {
                held.ForEach(one => Misdate(one.Line));
            }

            return;
        }

        if (_now - at > StepMicroseconds)
        {
            Misdate(number);
            return;
        }

        _ahead.ForEach(one => Misdate(one.Line));
        _ahead.Clear();
        Report.Good++;
        if (_now - at > LateMicroseconds)
        {
            Report.Late++;
            return;
        }

        Hear(number, voice);
    }

    private void Misdate(long number)
    {
        Report.Misdated++;
        Report.Refuse(number, "has a time more than a day off its neighbours'");
    }

    private void Hear(long number, VoiceLine voice)
    {
        var at = voice.Time!.Value;
        var minute = Math.Max(at, _now) / 60_000_000;
        for (var ended = Math.Max(_now / 60_000_000, _watch.Minute + 1); ended < minute; ended++)
        {
            Tick(ended);
        }

        _now = Math.Max(_now, at);
        var dimensions = new string?[_shape.Dimensions.Count];
        foreach (var (name, value) in voice.Fields)
        {
            if (_slots.TryGetValue(name, out var slot))
            {
                dimensions[slot] = value;
            }
        }

        var label = _labels.Read(voice.Text ?? [], minute);
        var reason = _shape.ReasonsAreGiven ? voice.Reason ?? "" : string.IsNullOrEmpty(voice.Reason) ? label.Reason : voice.Reason;
        var stage = voice.Stage ?? (_shape.ReasonsAreGiven ? "" : label.Stage);
        _recent[number] = voice.Id.Length > 0 ? voice.Id : "line " + number.ToString(CultureInfo.InvariantCulture);
        _watch.Add(new HeardVoice(number, at, stage, reason, label.Sentiment, label.Urgency, voice.Customer is { Length: > 0 } customer ? Hash(customer) : 0, label.Family, label.Multiplicity, dimensions, voice.Text ?? []));
    }

    /// <summary>Ends a minute and keeps the ids of the voices that incidents name.</summary>
    private void Tick(long minute)
    {
        foreach (var position in _watch.Tick(minute).SelectMany(change => change.Incident.Examples))
        {
            if (_recent.TryGetValue(position, out var id))
            {
                _named[position] = id;
            }
        }

        if (_recent.Count > RecentLimit)
        {
            _recent.Clear();
        }
    }

    private static ulong Hash(string value) => SeededRandom.Hash(value) | 1;
}
