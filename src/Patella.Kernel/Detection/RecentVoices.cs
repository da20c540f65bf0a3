using System.Runtime.InteropServices;

namespace Patella.Kernel.Detection;

/// <summary>One voice as it is kept for evidence.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RecentVoice
{
    public long Position;
    public ulong Customer, Family;

    /// <summary>Number of the voice of the same reason before it, -1 none.</summary>
    public long Before;
    public int Minute;
    public ushort Reason, Stage;
    public sbyte Sentiment;
    public byte Urgency;
}

/// <summary>The last voices with their nodes, chained by reason: what an alarm is checked and placed by.</summary>
internal sealed class RecentVoices(int capacity, int slots)
{
    private RecentVoice[] _voices = new RecentVoice[capacity];
    private int[] _values = new int[(long)capacity * slots];
    private long[] _lastOf = [];

    /// <summary>Voices ever added; their numbers run from 0.</summary>
    public long Next { get; private set; }

    public long Oldest => Math.Max(0, Next - capacity);

    public ref readonly RecentVoice this[long number] => ref _voices[number % capacity];

    public ReadOnlySpan<int> Values(long number) => _values.AsSpan((int)(number % capacity) * slots, slots);

    public void Add(in Observation voice, int minute, ReadOnlySpan<int> values)
    {
        if (voice.Reason >= _lastOf.Length)
        {
            var old = _lastOf.Length;
            Array.Resize(ref _lastOf, Math.Max(voice.Reason + 1, old * 2));
            _lastOf.AsSpan(old).Fill(-1);
        }

        _voices[Next % capacity] = new RecentVoice
        {
            Position = voice.Position, Customer = voice.Customer, Family = voice.Family, Before = _lastOf[voice.Reason], Minute = minute,
            Reason = voice.Reason, Stage = voice.Stage, Sentiment = voice.Sentiment, Urgency = voice.Urgency,
        };
        values.CopyTo(_values.AsSpan((int)(Next % capacity) * slots, slots));
        _lastOf[voice.Reason] = Next++;
    }

    /// <summary>Says to which minute the voices from a number on belong.</summary>
    public void Stamp(long from, int minute)
    {
        for (var number = Math.Max(from, Oldest); number < Next; number++)
        {
            _voices[number % capacity].Minute = minute;
        }
    }

    /// <summary>Numbers of the voices of a reason since a minute, newest first.</summary>
    public IEnumerable<long> Of(int reason, int since)
    {
        for (var number = reason < _lastOf.Length ? _lastOf[reason] : -1; number >= Oldest && this[number].Minute >= since; number = this[number].Before)
        {
            yield return number;
        }
    }

    /// <summary>Numbers of all voices since a minute, newest first.</summary>
    public IEnumerable<long> Since(int minute)
    {
        for (var number = Next - 1; number >= Oldest && this[number].Minute >= minute; number--)
        {
            yield return number;
        }
    }

    /// <summary>Whether the voice belongs to the cell.</summary>
    public bool Matches(long number, ulong key)
    {
        var what = CellKey.What(key);
        ref readonly var voice = ref this[number];
        return ((what & CellKey.StageMark) != 0 ? voice.Stage == (what & ~CellKey.StageMark) : voice.Reason == what) && Values(number)[CellKey.Slot(key)] == CellKey.Value(key);
    }

    public void Save(StateWriter state)
    {
        state.Write(Next);
        var count = (int)(Next - Oldest);
        state.Array<RecentVoice>(Enumerable.Range(0, count).Select(i => this[Oldest + i]).ToArray());
        state.Array<int>(Enumerable.Range(0, count).SelectMany(i => Values(Oldest + i).ToArray()).ToArray());
        state.Array<long>(_lastOf);
    }

    public void Load(StateReader state)
    {
        Next = state.Long();
        var voices = state.Array<RecentVoice>();
        var values = state.Array<int>();
        _lastOf = state.Array<long>();
        for (var i = 0; i < voices.Length; i++)
        {
            _voices[(Oldest + i) % capacity] = voices[i];
            values.AsSpan(i * slots, slots).CopyTo(_values.AsSpan((int)((Oldest + i) % capacity) * slots, slots));
        }
    }
}
