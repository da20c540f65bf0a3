using Patella.Platform.Storage;
using Patella.Service.Incidents.Engine;
using Patella.Service.Voices;

namespace Patella.Service.Reports.Wall;

/// <summary>
/// The voices' own words. The labelled stream is followed from where it is when somebody begins to look; of each incident a few newest positions are kept, and the words are
/// read again now and then, so that what was erased leaves the wall too.
/// </summary>
internal sealed class WallWords(LabelledVoices voices)
{
    private const int OfIncident = 4;
    private const int Newest = 8;
    private const int AtOnce = 1_000;
    private const int Rounds = 4;
    private const int Letters = 120;
    private const int Copies = 2;

    /// <summary>Shorter ones ("thanks") tell nobody anything.</summary>
    private const int LeastLetters = 6;

    private const int LeastLettersOfChat = 12;

    /// <summary>Records of the log that are read back at the start, so that a wall does not begin empty.</summary>
    private const long Back = 40;

    /// <summary>Bits of a position that count inside a record of the log.</summary>
    private const int RecordBits = 16;

    private const long ReadAgainAfter = 30_000_000;

    private static readonly Dictionary<string, int> DimensionOf = VoiceDimensions.Names.Select((name, index) => (name, index)).ToDictionary(one => one.name, one => one.index);

    private readonly Dictionary<long, Positions> _of = [];
    private readonly Positions _latest = new(Newest), _outside = new(Newest);
    private Dictionary<long, (WallWord? Word, string? Reason, long ReadAt)> _words = [];
    private long _after = long.MinValue;

    public async Task<WallVoices> Read(WallReading reading, IReadOnlyList<WallIncident> open)
    {
        await Follow(reading, open);
        foreach (var gone in _of.Keys.Except(open.Select(one => one.Incident.Number)).ToList())
        {
            _of.Remove(gone);
        }

        var wanted = _latest.Concat(_outside).Concat(_of.Values.SelectMany(one => one)).Distinct().ToList();
        await Load(reading, wanted);
        return new WallVoices(Words(_latest), Words(_outside), [.. open.Where(one => _of.ContainsKey(one.Incident.Number)).Select(one => new WallSaid(one.Shown.Id, About(one.Incident)))]);
    }

    private async Task Follow(WallReading reading, IReadOnlyList<WallIncident> open)
    {
        foreach (var one in open)
        {
            var known = _of.TryGetValue(one.Incident.Number, out var positions) ? positions : _of[one.Incident.Number] = new Positions(OfIncident);
            foreach (var example in known.IsEmpty || one.Incident.Reason.Length == 0 ? one.Incident.Examples.TakeLast(OfIncident) : [])
            {
                known.Add(example);
            }
        }

        _after = _after == long.MinValue ? await NewestPosition(reading) : _after;
        for (var round = 0; round < Rounds; round++)
        {
            var entries = await voices.Read(reading.Tenant, _after, AtOnce);
            foreach (var voice in entries.Select(entry => entry.Voice).OfType<LabelledVoice>().Where(voice => voice.Sentiment < 0 && voice.Multiplicity <= Copies))
            {
                Take(voice, open);
            }

            if (entries.Count > 0)
            {
                _after = entries[^1].Position;
            }

            if (entries.Count < AtOnce)
            {
                return;
            }
        }

        // More is said than anybody could read: on with what is said now.
        _after = Math.Max(_after, await NewestPosition(reading));
    }

    private void Take(LabelledVoice voice, IReadOnlyList<WallIncident> open)
    {
        var source = voice.Dimensions[VoiceDimensions.Source];
        // A turn of a chat that is about nothing in the tree is mostly "thank you".
        if (source == VoiceSources.Outside)
        {
            _outside.Add(voice.Position);
        }
        else if (source != VoiceSources.Chat || voice.Reason.Length > 0)
        {
            _latest.Add(voice.Position);
        }

        foreach (var one in open.Where(one => IsAbout(voice, one.Incident)))
        {
            _of[one.Incident.Number].Add(voice.Position);
        }
    }

    /// <summary>Of a problem without a name only the examples of its incident are surely about it.</summary>
    private static bool IsAbout(LabelledVoice voice, Incident incident)
        => incident.Reason.Length > 0 && voice.Reason == incident.Reason && incident.Node.All(pair => DimensionOf.TryGetValue(pair.Key, out var index) && voice.Dimensions[index] == pair.Value);

    private async Task Load(WallReading reading, IReadOnlyList<long> wanted)
    {
        var missing = wanted.Where(position => !_words.TryGetValue(position, out var known) || reading.Machine - known.ReadAt > ReadAgainAfter).ToList();
        var read = (missing.Count == 0 ? [] : await voices.Texts(reading.Tenant, missing)).ToDictionary(voice => voice.Position);
        _words = wanted.ToDictionary(position => position, position => missing.Contains(position) ? (Shown(read.GetValueOrDefault(position)), read.GetValueOrDefault(position)?.Reason, reading.Machine) : _words[position]);
    }

    /// <summary>Of an incident with a reason only what is told for that reason: among its first examples may be others.</summary>
    private IReadOnlyList<WallWord> About(Incident incident) => Words(_of[incident.Number].Where(position => incident.Reason.Length == 0 || _words[position].Reason == incident.Reason));

    private static WallWord? Shown(VoiceView? voice)
        => voice is null || voice.Text.Trim().Length < (voice.Source == VoiceSources.Chat ? LeastLettersOfChat : LeastLetters) ? null : new WallWord(voice.Id, voice.At, voice.Text.Length <= Letters ? voice.Text : voice.Text[..Letters] + "…", voice.Source, voice.Channel, voice.Region);

    private IReadOnlyList<WallWord> Words(IEnumerable<long> positions) => [.. positions.Select(position => _words.GetValueOrDefault(position).Word).OfType<WallWord>()];

    private static async Task<long> NewestPosition(WallReading reading)
    {
        var next = await reading.Store.Read(reading.Tenant, reader => reader.One<long?>(WallReading.Sql["NewestRecord"])) ?? 0;
        return (Math.Max(0, next - Back) << RecordBits) - 1;
    }

    /// <summary>A few newest positions, newest first.</summary>
    private sealed class Positions(int most) : IEnumerable<long>
    {
        private readonly SortedSet<long> _kept = [];

        public bool IsEmpty => _kept.Count == 0;

        public void Add(long position)
        {
            if (_kept.Add(position) && _kept.Count > most)
            {
                _kept.Remove(_kept.Min);
            }
        }

        public IEnumerator<long> GetEnumerator() => _kept.Reverse().GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
