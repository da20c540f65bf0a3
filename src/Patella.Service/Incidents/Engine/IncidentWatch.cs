using System.Buffers.Binary;
using System.Text.Json;
using Patella.Kernel.Detection;

namespace Patella.Service.Incidents.Engine;

/// <summary>A voice as the watch hears it.</summary>
/// <param name="Position">Its place in the stream; unique and growing.</param>
/// <param name="Dimensions">A value or null for each of the watch's dimensions.</param>
/// <param name="Text">UTF-8; needed only where the reason is not in the tree.</param>
public readonly record struct HeardVoice(
    long Position, long At, string Stage, string Reason, sbyte Sentiment, byte Urgency, ulong Customer, ulong Family, int Multiplicity, IReadOnlyList<string?> Dimensions, ReadOnlyMemory<byte> Text);

/// <summary>Detector and incidents over names: the same for the live stream and for files. Pure: no clock but the stream's.</summary>
public sealed class IncidentWatch
{
    /// <summary>Values of one dimension that are told apart.</summary>
    public const int ValueLimit = 8_000_000;

    private readonly IReadOnlyList<string> _dimensions;
    private readonly DetectorSettings _settings;
    private readonly ValueTable _reasons = new(Lattice.MaximalReasons - 1), _stages = new(Lattice.MaximalReasons - 1);
    private readonly Dictionary<int, string> _stageOf = [];
    private readonly ValueTable[] _values;
    private readonly int[] _numbers;
    private Detector _detector;
    private long _position = -1;

    /// <param name="dimensions">Names of the dimensions; <c>carrier</c> and <c>region</c> are watched together too.</param>
    /// <param name="reasonsAreGiven">Whether reasons come with the voices and are certain.</param>
    public IncidentWatch(IReadOnlyList<string> dimensions, bool reasonsAreGiven = false, IReadOnlyList<(int, int)>? pairs = null, double falseAlarmsPerDay = 0.25)
    {
        var (carrier, region) = (dimensions.ToList().IndexOf("carrier"), dimensions.ToList().IndexOf("region"));
        _dimensions = dimensions;
        _settings = new DetectorSettings { Dimensions = dimensions, Pairs = pairs ?? (carrier >= 0 && region >= 0 ? [(carrier, region)] : []), FalseAlarmsPerDay = falseAlarmsPerDay, ReasonsAreCertain = reasonsAreGiven };
        _values = [.. dimensions.Select(_ => new ValueTable(ValueLimit))];
        _numbers = new int[dimensions.Count];
        _detector = new Detector(_settings);
        Book = new IncidentBook { ReasonsAreGiven = reasonsAreGiven };
    }

    public IncidentBook Book { get; private set; }

    /// <summary>Minute of the stream that ended last, -1 before the first.</summary>
    public long Minute { get; private set; } = -1;

    public int Cells => _detector.Cells;

    /// <summary>Hears one voice. It belongs to the minute that the next tick ends.</summary>
    public void Add(in HeardVoice voice)
    {
        for (var i = 0; i < _numbers.Length; i++)
        {
            _numbers[i] = _values[i].Of(voice.Dimensions[i]);
        }

        var reason = ReasonKinds.IsNone(voice.Reason) ? 0 : _reasons.Of(voice.Reason) + 1;
        var stage = string.IsNullOrEmpty(voice.Stage) ? 0 : _stages.Of(voice.Stage) + 1;
        if (reason > 0 && stage > 0)
        {
            _stageOf[reason] = voice.Stage;
        }

        _position = voice.Position;
        _detector.Add(new Observation(voice.Position, voice.At, (ushort)stage, (ushort)reason, voice.Sentiment, voice.Urgency, voice.Customer, voice.Family, voice.Multiplicity), _numbers, voice.Text.Span);
    }

    /// <summary>Ends a minute.</summary>
    /// <returns>What changed, in order; an incident may be there several times.</returns>
    public IReadOnlyList<IncidentChange> Tick(long minute)
    {
        if (minute <= Minute)
        {
            return [];
        }

        Minute = minute;
        var changes = new List<IncidentChange>();
        foreach (var alarm in _detector.Tick(minute))
        {
            if (Book.Take(alarm, Name(alarm.Node), _position) is { } change)
            {
                changes.Add(change);
            }
        }

        return changes;
    }

    /// <summary>The whole state, bit for bit.</summary>
    public byte[] Snapshot()
    {
        var state = new MemoryStream();
        Part(state, JsonSerializer.SerializeToUtf8Bytes(new Saved(Minute, _position, Book.Last, [.. Book.Incidents], _stageOf)));
        Part(state, _reasons.Save());
        Part(state, _stages.Save());
        foreach (var values in _values)
        {
            Part(state, values.Save());
        }

        Part(state, _detector.Snapshot());
        return state.ToArray();
    }

    /// <summary>Takes the state of a snapshot of a watch over the same dimensions.</summary>
    public void Restore(ReadOnlySpan<byte> snapshot)
    {
        var saved = JsonSerializer.Deserialize<Saved>(Part(ref snapshot))!;
        (Minute, _position) = (saved.Minute, saved.Position);
        Book = new IncidentBook { ReasonsAreGiven = Book.ReasonsAreGiven };
        Book.Restore(saved.Last, saved.Incidents);
        foreach (var (reason, stage) in saved.Stages)
        {
            _stageOf[reason] = stage;
        }

        _reasons.Load(Part(ref snapshot));
        _stages.Load(Part(ref snapshot));
        foreach (var values in _values)
        {
            values.Load(Part(ref snapshot));
        }

        _detector = Detector.Restore(_settings, Part(ref snapshot));
    }

    private NamedNode Name(AlarmNode node)
    {
        var names = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (node.First >= 0)
        {
            names[_dimensions[node.First]] = _values[node.First][node.FirstValue];
        }

        if (node.Second >= 0)
        {
            names[_dimensions[node.Second]] = _values[node.Second][node.SecondValue];
        }

        var reason = node.Reason > 0 ? _reasons[node.Reason - 1] : "";
        return new NamedNode(node.Stage > 0 ? _stages[node.Stage - 1] : _stageOf.GetValueOrDefault(node.Reason, ""), reason, names);
    }

    private static void Part(MemoryStream state, byte[] part)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
        state.Write(length);
        state.Write(part);
    }

    private static byte[] Part(ref ReadOnlySpan<byte> state)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(state);
        var part = state.Slice(4, length).ToArray();
        state = state[(4 + length)..];
        return part;
    }

    private sealed record Saved(long Minute, long Position, long Last, List<Incident> Incidents, Dictionary<int, string> Stages);
}
