using Patella.Platform.Identifiers;
using Patella.Service.Incidents.Engine;
using Patella.Service.Incidents.Watching;
using Patella.Service.Voices;

namespace Patella.Tests.Incidents;

/// <summary>A labelled stream in memory: voices, a tick for each minute, and what people say.</summary>
internal sealed class FakeVoices : LabelledVoices
{
    private readonly List<LabelledEntry> _entries = [];

    public long Last => _entries[^1].Position;

    public static FakeVoices Of(IEnumerable<(int Minute, IReadOnlyList<HeardVoice> Voices)> minutes)
    {
        var fake = new FakeVoices();
        foreach (var (minute, voices) in minutes)
        {
            foreach (var voice in voices)
            {
                var dimensions = new string?[VoiceDimensions.Names.Count];
                (dimensions[VoiceDimensions.Merchant], dimensions[VoiceDimensions.Region], dimensions[VoiceDimensions.Version]) = (voice.Dimensions[0], voice.Dimensions[1], voice.Dimensions[2]);
                fake.Put(position => new LabelledEntry(position, new LabelledVoice
                {
                    Position = position, At = voice.At, Stage = "stage", Reason = voice.Reason, Sentiment = voice.Sentiment, Urgency = voice.Urgency, Customer = voice.Customer, Family = voice.Family,
                    Multiplicity = voice.Multiplicity, Dimensions = dimensions,
                }, null));
            }

            fake.Control(VoiceControls.Tick, $$"""{"minute":{{WatchedStream.Start + minute}}}""");
        }

        return fake;
    }

    public void Say(IncidentControl said) => Control(IncidentControl.Record, System.Text.Json.JsonSerializer.Serialize(said, Patella.Service.Edge.Json.Options));

    public override Task<IReadOnlyList<LabelledEntry>> Read(TenantId tenant, long afterPosition, int max, CancellationToken cancellation = default)
        => Task.FromResult<IReadOnlyList<LabelledEntry>>([.. _entries.SkipWhile(entry => entry.Position <= afterPosition).Take(Math.Min(max, 700))]);

    public override Task<IReadOnlyList<VoiceView>> Texts(TenantId tenant, IReadOnlyCollection<long> positions, string language = "en", CancellationToken cancellation = default)
        => Task.FromResult<IReadOnlyList<VoiceView>>([]);

    private void Control(string kind, string data) => Put(position => new LabelledEntry(position, null, new VoiceControl(position, kind, data)));

    private void Put(Func<long, LabelledEntry> entry) => _entries.Add(entry(_entries.Count * 3L));
}
