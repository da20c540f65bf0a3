using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Andon.Gate;
using Patella.Service.Andon.Pulls;
using Patella.Service.Conversations;
using Patella.Service.Edge;
using Patella.Service.Files;

namespace Patella.Service.Andon.Reading;

/// <summary>What GET /pulls asks for.</summary>
/// <param name="From">Pulled then or later, and before <paramref name="Until"/>.</param>
/// <param name="Acknowledged">in-time or late; what was taken back at once is neither.</param>
internal sealed record PullQuestion(
    string? State, bool? Mine, string? Unit, string? Kind, string? Target, string? Conversation, string? After, int? Limit, DateTimeOffset? From = null, DateTimeOffset? Until = null, string? Acknowledged = null);

/// <summary>Pulls as people see them.</summary>
internal sealed class PullViews(IStore store, StaffStore people, ConversationStore conversations, FileStore files, FileLinks links, PullAnswers answers, LaunchViews launches, PullSystems systems, MachineTime machine, BusinessTime business)
{
    private const int ExcerptLines = 8;
    private static readonly string[] Taken = ["in-time", "late"];
    private static readonly string[] Words = ["live", "ended", "all"];

    public async Task<Outcome<Page<PullView>>> List(Caller caller, PullQuestion question)
    {
        var check = new Validation();
        _ = question.State is null ? check : check.OneOf(question.State, "state", Words);
        _ = question.Kind is null ? check : check.OneOf(question.Kind, "kind", [.. TargetKinds.All]);
        _ = question.Acknowledged is null ? check : check.OneOf(question.Acknowledged, "acknowledged", Taken);
        check.Must(Paging.TryRead(question.After, out var sort, out var id), "after", "Must be the 'next' of an earlier page.");
        if (check.Failed)
        {
            return check.Problem;
        }

        return await store.Read(caller.Tenant, async Task<Outcome<Page<PullView>>> (reader) =>
        {
            var most = Paging.Limit(question.Limit);
            var rows = await reader.Many<Pull>(PullRows.Sql["ListPulls"], new
            {
                live = question.State == "live" ? 1L : 0L, ended = question.State == "ended" ? 1L : 0L, puller = question.Mine == true ? caller.Id : null, question.Unit, question.Kind, question.Target, question.Conversation,
                from = question.From is { } from ? Microseconds.From(from) : 0, until = question.Until is { } until ? Microseconds.From(until) : long.MaxValue, question.Acknowledged, now = business.Now, sort, id, limit = most + 1,
            });
            return new Page<PullView>(await Views(reader, caller, [.. rows.Take(most)]), rows.Count > most ? Paging.Cursor(rows[most - 1].PulledAt, rows[most - 1].Id) : null);
        });
    }

    public Task<PullView> Of(Caller caller, Pull pull) => store.Read(caller.Tenant, async reader => (await Views(reader, caller, [pull]))[0]);

    public async Task<Outcome<PullDetail>> Find(Caller caller, string id)
    {
        await links.Prepare(caller.Tenant);
        return await store.Read(caller.Tenant, async Task<Outcome<PullDetail>> (reader) => await PullRows.Find(reader, id) is { } pull ? await Detail(reader, caller, pull) : Problem.NotFound("The pull"));
    }

    private async Task<PullDetail> Detail(IReader reader, Caller caller, Pull pull)
    {
        var voices = await reader.Many<VoiceRow>(PullRows.Sql["Voices"], new { pull = pull.Id });
        var story = new List<PullStepView>();
        foreach (var step in await reader.Many<StepRow>(PullRows.Sql["Steps"], new { pull = pull.Id }))
        {
            var file = step.File is null ? null : await files.Find(reader, step.File);
            story.Add(new PullStepView(
                step.Kind, step.Answer, step.ById is { } by ? new PullPerson(by, step.ByName) : null, Microseconds.ToTime(step.At), step.Words, step.Link,
                file is null ? null : new PullFile(file.Id, file.Name, file.ContentType, links.UrlOf(caller.Tenant, file.Id))));
        }

        var actor = await answers.ActorOf(reader, caller, pull);
        var beside = (await PullRows.LiveOf(reader, pull.Kind, pull.Target)).Where(other => other.Id != pull.Id).ToList();
        var launch = await Launches.Find(reader, pull.Target) is { } found && found.Kind == pull.Kind ? await launches.View(reader, found) : null;
        var may = new PullRights(
            actor.Answers && pull is { Lives: true, AcknowledgedAt: null }, actor.Answers && pull.Lives, actor.Answers && pull.Lives,
            pull.State is PullStates.Changed or PullStates.Rejected && PullRules.MaySpeak(pull, actor), UndoLeft(caller, pull) > 0);
        return new PullDetail(
            (await Views(reader, caller, [pull]))[0], [.. voices.Select(voice => new PullVoiceView(voice.Id, voice.Words, voice.Conversation, voice.CaseRef, Microseconds.ToTime(voice.At)))], story,
            await Excerpt(reader, caller, pull), await Views(reader, caller, beside), launch, may);
    }

    private async Task<IReadOnlyList<PullView>> Views(IReader reader, Caller caller, IReadOnlyList<Pull> pulls)
    {
        var harms = pulls.Count == 0 ? [] : (await reader.Many<VoiceRow>(PullRows.Sql["FirstVoices"], new { ids = pulls.Select(pull => pull.Id).ToArray() })).ToDictionary(voice => voice.Id, voice => voice.Words);
        var names = new Dictionary<string, string?>();
        foreach (var id in pulls.SelectMany(pull => (string?[])[pull.Owner, pull.AcknowledgedBy, pull.EndedBy]).OfType<string>().Distinct())
        {
            names[id] = PullSystems.IsSystem(id) ? await systems.NameOf(reader, id, caller.Language) : (await people.Find(reader, id))?.Name;
        }

        PullPerson? Person(string? id) => id is null ? null : new PullPerson(id, names[id]);
        return [.. pulls.Select(pull => new PullView(
            pull.Id, new PullTarget(pull.Kind, pull.Target, pull.Title), pull.Unit, Person(pull.Owner), pull.State, pull.Outcome, harms.GetValueOrDefault(pull.Id), new PullPerson(pull.Puller, pull.PullerName), pull.Puller == caller.Id,
            pull.Conversation, pull.OrderRef, pull.CaseRef, pull.Incident, (int)pull.Voices, Microseconds.ToTime(pull.PulledAt), Microseconds.ToTime(pull.AcknowledgeBy), Time(pull.AcknowledgedAt), Person(pull.AcknowledgedBy),
            Microseconds.ToTime(pull.DecideBy), Time(pull.DecidedAt), Time(pull.ChangedAt), Time(pull.EndedAt), Person(pull.EndedBy), Overdue(pull),
            UndoLeft(caller, pull) is > 0 and var left ? Microseconds.ToTime(business.Now).AddSeconds(left * business.Rate) : null))];
    }

    private string? Overdue(Pull pull)
        => !pull.Lives ? null : pull.AcknowledgedAt is null && pull.AcknowledgeBy < business.Now ? "acknowledge" : pull.Undecided && pull.DecideBy < business.Now ? "decide" : null;

    /// <summary>Seconds in which the page still offers to take it back: ten after the pull.</summary>
    private double UndoLeft(Caller caller, Pull pull)
        => pull is { State: PullStates.Pulled, Voices: 1 } && pull.Puller == caller.Id ? 10 - ((machine.Now - pull.PulledMachine) / (double)Microseconds.PerSecond) : 0;

    /// <summary>What was said before the cord was pulled, for those who may see the conversation.</summary>
    private async Task<IReadOnlyList<PullExcerptLine>> Excerpt(IReader reader, Caller caller, Pull pull)
        => pull.Conversation is null || await conversations.Find(reader, pull.Conversation) is not { } row || !ConversationDesk.MaySee(caller, row) ? []
            : [.. (await conversations.ReadEntries(reader, pull.Conversation, Math.Max(0, pull.Sequence - (2 * ExcerptLines)), 2 * ExcerptLines)).Where(entry => entry.Kind == "conversation.message" && entry.Sequence <= pull.Sequence)
                .TakeLast(ExcerptLines).Select(entry => new PullExcerptLine(entry.Sequence!.Value, entry.AuthorParty, Json.Read<EntryContent>(entry.Data)?.Name, entry.Text, Microseconds.ToTime(entry.At)))];

    private static DateTimeOffset? Time(long? at) => at is { } known ? Microseconds.ToTime(known) : null;
}
