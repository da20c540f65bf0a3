using System.Text;
using System.Text.Json;
using Patella.Service.Incidents.Engine;
using Patella.Service.Voices;

namespace Patella.Service.Incidents.Watching;

/// <summary>The watch as a fold over the labelled stream. Its clock is the stream's: the newest time of a voice or a tick; voices far behind it say nothing new.</summary>
internal sealed class WatchFold
{
    /// <summary>Microseconds behind the stream from which a voice is late.</summary>
    private const long Late = 10 * 60_000_000L;

    /// <summary>Silent minutes that are ended one by one; a longer pause ends at once.</summary>
    private const long Paces = 3 * 1_440;

    /// <summary>Dimensions watched: all but source and language, which say how it was said and not where it went wrong.</summary>
    private static readonly int[] Watched =
        [VoiceDimensions.Category, VoiceDimensions.Merchant, VoiceDimensions.Product, VoiceDimensions.Carrier, VoiceDimensions.Region, VoiceDimensions.Channel, VoiceDimensions.Version];

    /// <summary>Raised with every change of what the engine keeps or says: a snapshot of another one is folded again from the stream.</summary>
    private const long Format = 0x5041_5445_0005;

    private readonly string?[] _values = new string?[Watched.Length];
    private readonly IncidentWatch _watch = new([.. Watched.Select(index => VoiceDimensions.Names[index])]);
    private readonly Dictionary<long, Incident> _changed = [];
    private readonly List<IncidentTold> _told = [];
    private long _now = -1;

    public IncidentBook Book => _watch.Book;

    public long Minute => _watch.Minute;

    /// <summary>Incidents changed since this was asked last.</summary>
    public IReadOnlyList<Incident> TakeChanged()
    {
        var changed = _changed.Values.OrderBy(incident => incident.Number).ToList();
        _changed.Clear();
        return changed;
    }

    /// <summary>What has to be told of them since this was asked last, in order.</summary>
    public IReadOnlyList<IncidentTold> TakeTold()
    {
        var told = _told.ToList();
        _told.Clear();
        return told;
    }

    public void Take(in LabelledEntry entry)
    {
        if (entry.Voice is { } voice)
        {
            Hear(voice);
        }
        else if (entry.Control is { Kind: VoiceControls.Tick } tick && JsonDocument.Parse(tick.Data).RootElement.TryGetProperty("minute", out var minute))
        {
            End(minute.GetInt64());
            _now = Math.Max(_now, (minute.GetInt64() + 1) * 60_000_000);
        }
        else if (entry.Control is { Kind: IncidentControl.Record } control && IncidentControl.Read(control.Data) is { } said)
        {
            Note(said.Apply(Book, Math.Max(_watch.Minute, 0)));
        }
    }

    public byte[] Snapshot()
    {
        var state = _watch.Snapshot();
        return [.. BitConverter.GetBytes(Format), .. BitConverter.GetBytes(_now), .. state];
    }

    /// <summary>Takes the state of a snapshot.</summary>
    /// <returns>False when an engine of another format wrote it.</returns>
    public bool Restore(byte[] snapshot)
    {
        if (BitConverter.ToInt64(snapshot) != Format)
        {
            return false;
        }

        _now = BitConverter.ToInt64(snapshot, sizeof(long));
        _watch.Restore(snapshot.AsSpan(2 * sizeof(long)));
        return true;
    }

    private void Hear(LabelledVoice voice)
    {
        if (voice.At < _now - Late || voice.At < 0)
        {
            return;
        }

        End((voice.At / 60_000_000) - 1);
        _now = Math.Max(_now, voice.At);
        for (var i = 0; i < Watched.Length; i++)
        {
            _values[i] = voice.Dimensions[Watched[i]];
        }

        _watch.Add(new HeardVoice(
            voice.Position, voice.At, voice.Stage, voice.Reason, voice.Sentiment, voice.Urgency, voice.Customer, voice.Family, voice.Multiplicity, _values,
            voice.Text is null ? default : Encoding.UTF8.GetBytes(voice.Text)));
    }

    /// <summary>Ends all minutes up to one, that one included.</summary>
    private void End(long minute)
    {
        for (var ended = _watch.Minute < 0 || minute - _watch.Minute > Paces ? minute : _watch.Minute + 1; ended <= minute && _now >= 0; ended++)
        {
            Note(_watch.Tick(ended));
        }
    }

    private void Note(IEnumerable<IncidentChange> changes)
    {
        foreach (var change in changes)
        {
            _changed[change.Incident.Number] = change.Incident;
            _told.AddRange(IncidentTold.Of(change, _watch.Minute));
        }
    }
}
