using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Files;
using Patella.Service.Voices.Masking;

namespace Patella.Service.Andon.Pulls;

/// <summary>What the business answers, and the word of the puller or the experience group on it. Whoever tries to lift what is not theirs is refused, and that is written down.</summary>
internal sealed class PullAnswers(IStore store, StaffStore people, FileStore files, PullStory story, AuditTrail audit, BusinessTime business, MachineTime machine)
{
    private const int MostWords = 2_000;

    public Task<Outcome<Pull>> Acknowledge(Caller caller, string id, AcknowledgementRequest? request)
        => Run(caller, id, new PullCommand.Acknowledge(), new Validation().Id(request?.Id, "/id", required: false), new Told(request?.Id ?? "acknowledge:" + caller.Id));

    public Task<Outcome<Pull>> Answer(Caller caller, string id, AnswerRequest request)
        => Run(caller, id, new PullCommand.Answer(request.Answer ?? ""),
            new Validation().Id(request.Id, "/id").OneOf(request.Answer, "/answer", [.. PullStates.Answers]).Text(request.Words, "/words", request.Answer == PullStates.Rejected ? 3 : 0, MostWords), new Told(request.Id, request.Words));

    public Task<Outcome<Pull>> Change(Caller caller, string id, PullChangeRequest request)
        => Run(caller, id, new PullCommand.Change(), new Validation().Id(request.Id, "/id").Text(request.Words, "/words", 3, MostWords).Id(request.File, "/file", required: false)
            .Must(request.Link is not null || request.File is not null, "/link", "Evidence of the change is a link or a file.")
            .Must(request.Link is null || (request.Link.Length <= 500 && Uri.TryCreate(request.Link, UriKind.Absolute, out var link) && link.Scheme is "https" or "http" && link.UserInfo.Length == 0), "/link", "Must be an address that begins with https:// or http://."),
            new Told(request.Id, request.Words, request.Link, request.File));

    public Task<Outcome<Pull>> Release(Caller caller, string id, ReleaseRequest request)
        => Run(caller, id, new PullCommand.Release(request.Yes == true), new Validation().Id(request.Id, "/id").Must(request.Yes is not null, "/yes", "Must be true or false.").Text(request.Words, "/words", 0, MostWords), new Told(request.Id, request.Words));

    public Task<Outcome<Pull>> Withdraw(Caller caller, string id) => Run(caller, id, new PullCommand.Withdraw(machine.Now), new Validation(), new Told("withdraw"));

    /// <summary>What the caller is to this pull.</summary>
    public async Task<PullActor> ActorOf(IReader reader, Caller caller, Pull pull)
    {
        const Permission Leads = Permission.OwnRules | Permission.Administer | Permission.Supervise;
        const Permission Business = Permission.OwnRules | Permission.Administer | Permission.OwnUnit;
        var owns = caller.Has(Permission.OwnUnit) && await people.Find(reader, caller.Id) is { } staff && (pull.Unit is null || staff.Units.Count == 0 || staff.Units.Contains(pull.Unit));
        return new PullActor(caller.Id, caller.Kind == CallerKind.Staff && caller.Merchant is null && (caller.Id == pull.Owner || owns || caller.Has(Leads) || (caller.Has(Permission.AnswerCalls) && !caller.Has(Permission.LiftCord))), caller.Has(Permission.LiftCord), caller.Has(Business));
    }

    private async Task<Outcome<Pull>> Run(Caller caller, string id, PullCommand command, Validation check, Told told)
    {
        return check.Failed ? check.Problem : await store.Write(caller.Tenant, async Task<Outcome<Pull>> (transaction) =>
        {
            if (await PullRows.Find(transaction, id) is not { } seen)
            {
                return Problem.NotFound("The pull");
            }

            // The target first, as a pull and a pass hold it: whoever asks the gate next meets what was decided here.
            await PullRows.HoldTarget(transaction, seen.Kind, seen.Target);
            var pull = (await PullRows.Lock(transaction, id))!;
            var content = PullDesk.Hash(caller.Id, command.GetType().Name, command, told);
            if (await transaction.One<StepRow>(PullRows.Sql["FindStep"], new { pull = id, id = told.Id }) is { } before)
            {
                return before.Content == content || before.Id == "withdraw" ? pull : Problem.Conflict("command-taken", $"A command '{told.Id}' with other content was sent before.");
            }

            var step = PullRules.Decide(pull, command, await ActorOf(transaction, caller, pull), business.Now);
            if (step.Problem is { } refused)
            {
                await NoteRefusal(transaction, caller, pull, command, refused);
                return refused;
            }

            return step.Value is null ? pull : await Take(transaction, caller, pull, step.Value, told, content);
        });
    }

    private async Task<Outcome<Pull>> Take(ITransaction transaction, Caller caller, Pull pull, PullStep step, Told told, string content)
    {
        if (told.File is { } file && await files.Attach(transaction, caller, [file], "pull:" + pull.Id) is { Problem: not null })
        {
            return Problem.Invalid("/file", "Must be a file of your own that stands nowhere else.");
        }

        var after = await PullRows.Save(transaction, PullRules.Apply(pull, step));
        await audit.Write(transaction, caller, "andon." + step.Kind["pull.".Length..], "pull:" + pull.Id, new { pull.Kind, pull.Target, step.Answer, step.Outcome });
        await story.Go(transaction, after, step, new Said(told.Id!, caller.Id, caller.Name, told.Words is { Length: > 0 } words ? VoiceMask.Mask(words) : null, told.Link, told.File, content));
        return after;
    }

    private async Task NoteRefusal(ITransaction transaction, Caller caller, Pull pull, PullCommand command, Problem refused)
    {
        if (command is PullCommand.Release && refused.Status == 403)
        {
            await audit.Write(transaction, caller, "andon.release-refused", "pull:" + pull.Id, new { pull.Kind, pull.Target, refused.Code });
        }
    }

    private sealed record Told(string? Id, string? Words = null, string? Link = null, string? File = null);
}
