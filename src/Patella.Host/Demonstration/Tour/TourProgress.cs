using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Access;
using Patella.Service.Andon.Pulls;
using Patella.Service.Edge;
using Patella.Service.Listening;
using Patella.Service.Parties;
using Patella.Simulator.Ecosystem;
using Patella.Simulator.Voices;

namespace Patella.Host.Demonstration.Tour;

/// <summary>What has really happened of the story, by the word of its event: when, and the id of what it happened to, where a page shows it.</summary>
public sealed record TourMark(string What, DateTimeOffset At, string? Id = null);

/// <summary>
/// Watches the demonstration's timeline for the steps of the story, whoever takes them and by whichever page. It looks from the start of this process on: who starts
/// the demonstration again begins the story anew.
/// </summary>
public sealed class TourProgress(IStore store, TimelineTails tails, PersonStore persons, StaffStore people, BusinessTime clock) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TourMark> _marks = [];
    private IDisposable? _watch;
    private string? _consumer;
    private string? _agent;
    private long _since;

    /// <summary>Begins to watch.</summary>
    public async Task Watch()
    {
        _since = clock.Now;
        await Know();
        await tails.Ready(DemonstrationTenant.Tenant);
        _watch = tails.Subscribe(DemonstrationTenant.Tenant, Take);
    }

    /// <summary>What has happened so far, first things first.</summary>
    public async Task<IReadOnlyList<TourMark>> Marks()
    {
        if (_consumer is null || _agent is null)
        {
            await Know();
        }

        lock (_gate)
        {
            return [.. _marks.Values.OrderBy(mark => mark.At)];
        }
    }

    /// <summary>Notes what no event tells: what the demonstration itself was answered.</summary>
    public void Note(TourMark mark)
    {
        lock (_gate)
        {
            _marks[mark.What] = mark;
        }
    }

    public void Dispose() => _watch?.Dispose();

    /// <summary>Who the people to be are; the consumer is there once their first order has been read.</summary>
    private async Task Know()
        => (_consumer, _agent) = await store.Read(DemonstrationTenant.Tenant, async reader => (
            (await persons.FindByExternalId(reader, DemoPersonas.ConsumerExternalId))?.Id,
            (await people.List(reader)).FirstOrDefault(person => person.Email == DemoPersonas.Emails["agent"])?.Id));

    private void Take(IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var entry in entries)
        {
            // What is loaded of the past is no step of the story; a fault that grew before the start is.
            if ((entry.At >= _since || entry.Kind == "incident.raised") && Read(entry) is { } mark)
            {
                Note(mark);
            }
        }
    }

    private TourMark? Read(TimelineEntry entry)
    {
        var at = Microseconds.ToTime(entry.At);
        return entry.Kind switch
        {
            "conversation.message" when entry.AuthorParty == "consumer" && entry.Person is not null && entry.Person == _consumer
                => new TourMark(Json.Read<JsonElement>(entry.Data) is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty("files", out var files) && files.ValueKind == JsonValueKind.Array ? "photo" : "asked", at, entry.Conversation),
            "incident.raised" when Member(entry, "node", "version") is { } version && version.StartsWith(VoiceFaults.Version[..3], StringComparison.Ordinal) => Named(new TourMark("named", at, Member(entry, "incident"))),
            "incident.raised" => new TourMark("heard", at, Member(entry, "incident")),
            PullEvents.Pulled when entry.AuthorId == _agent && !PullHistory.Has(Member(entry, "pull")) => new TourMark("pulled", at, Member(entry, "pull")),
            PullEvents.Changed => Known("pulled", entry, "changed", at),
            PullEvents.Released => Known("pulled", entry, "released", at),
            "response.told" => new TourMark("told", at, Member(entry, "incident")),
            "response.closed" => new TourMark("closed", at, Member(entry, "incident")),
            // Others visit the demonstration's floor by themselves; the story's seat is beside the agent to be.
            ListeningEvents.Live when Member(entry, "host") == _agent => new TourMark("listened", at),
            "policy.effective" when entry.Staff == _agent => new TourMark("ruled", at, Member(entry, "version")),
            _ => null,
        };
    }

    /// <summary>The first one stays until it is closed: the story is told of one fault, though others come while the clock goes on.</summary>
    private TourMark? Named(TourMark mark)
    {
        lock (_gate)
        {
            return _marks.GetValueOrDefault("named") is not { } first || _marks.GetValueOrDefault("closed")?.Id == first.Id ? mark : null;
        }
    }

    /// <summary>A later step of the pull that was marked.</summary>
    private TourMark? Known(string before, TimelineEntry entry, string what, DateTimeOffset at)
    {
        lock (_gate)
        {
            return _marks.GetValueOrDefault(before) is { } mark && mark.Id == Member(entry, "pull") ? new TourMark(what, at, mark.Id) : null;
        }
    }

    private static string? Member(TimelineEntry entry, params string[] path)
    {
        var value = Json.Read<JsonElement>(entry.Data);
        foreach (var name in path)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return null;
            }
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
