using System.Security.Cryptography;
using System.Text;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Andon.Gate;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Voices.Masking;

namespace Patella.Service.Andon.Pulls;

/// <summary>Pulls the cord: from the commit on the target's gate is blocked. The target is held meanwhile, so a pull and a pass come one after the other.</summary>
internal sealed class PullDesk(IStore store, PullTargets targets, PullStory story, AuditTrail audit, BusinessTime business, MachineTime machine)
{
    public const int MostId = 60;
    public const int MostHarm = 500;

    /// <summary>Sentences one pull can carry; after that the same person on the same target is told that it is enough.</summary>
    public const int MostVoices = 100;

    /// <summary>Pulls, or adds one's voice to one's own pull that stands on this target. The same command again answers with what became of it.</summary>
    public async Task<Outcome<Pull>> Pull(Caller caller, PullRequest request)
    {
        if (caller.Kind != CallerKind.Staff || caller.Merchant is not null)
        {
            return Problem.Forbidden();
        }

        var check = Check(request);
        return check.Failed ? check.Problem : await store.Write(caller.Tenant, transaction => Pull(transaction, caller, request));
    }

    internal static string Hash(params object?[] parts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Json.Write(parts))));

    private static Validation Check(PullRequest request) => new Validation()
        .Must(request.Id is { Length: <= MostId } id && Validation.IsId(id), "/id", $"Must be 1 to {MostId} characters of letters, digits, '.', ':', '_' or '-'.")
        .Must(request.Target is not null, "/target", "Is required.").OneOf(request.Target?.Kind, "/target/kind", [.. TargetKinds.All]).Id(request.Target?.Id, "/target/id").Text(request.Target?.Title, "/target/title", 0, 200)
        .Text(request.Harm?.Trim(), "/harm", 3, MostHarm)
        .Id(request.Conversation, "/conversation", required: false).Id(request.Case, "/case", required: false).Id(request.Incident, "/incident", required: false);

    private async Task<Outcome<Pull>> Pull(ITransaction transaction, Caller caller, PullRequest request)
    {
        var target = request.Target!;
        await PullRows.HoldTarget(transaction, target.Kind!, target.Id!);
        var content = Hash(caller.Id, target.Kind, target.Id, request.Harm, request.Conversation, request.Case, request.Incident);
        if (await transaction.One<VoiceRow>(PullRows.Sql["FindVoice"], new { id = request.Id }) is { } there)
        {
            return there.Content == content ? (await PullRows.Find(transaction, there.Pull))! : Problem.Conflict("command-taken", $"A command '{request.Id}' with other content was sent before.");
        }

        var context = await targets.Context(transaction, caller, request.Conversation, request.Case, request.Incident);
        var known = context.Problem is { } lost ? lost : await targets.Find(transaction, caller, target, context.Value);
        if (known.Problem is { } unknown)
        {
            return unknown;
        }

        var live = await PullRows.LiveOf(transaction, known.Value.Kind, known.Value.Id);
        var voice = new VoiceRow { Id = request.Id!, Content = content, Words = VoiceMask.Mask(request.Harm!.Trim()), Conversation = context.Value.Conversation?.Id, CaseRef = context.Value.Case?.Id, At = business.Now };
        return live.FirstOrDefault(pull => pull.Puller == caller.Id) is { } mine ? await Join(transaction, caller, mine.Id, voice) : await Add(transaction, caller, known.Value, context.Value, request.Incident, live, voice);
    }

    /// <summary>The same person on the same target: one more voice of the pull that stands.</summary>
    private async Task<Outcome<Pull>> Join(ITransaction transaction, Caller caller, string id, VoiceRow voice)
    {
        var mine = (await PullRows.Lock(transaction, id))!;
        if (mine.Voices >= MostVoices)
        {
            return Problem.Conflict("enough-voices", $"Your pull on this stands already, with {MostVoices} sentences. It blocks until it is answered.");
        }

        var joined = await PullRows.Save(transaction, mine with { Voices = mine.Voices + 1 });
        await Keep(transaction, voice with { Pull = mine.Id });
        await story.Tell(transaction, joined, new PullStep(PullEvents.Joined, joined.State, caller.Id, business.Now), new Said(voice.Id, caller.Id, caller.Name, null), voice.Conversation);
        return joined;
    }

    private async Task<Outcome<Pull>> Add(ITransaction transaction, Caller caller, KnownTarget target, PullContext context, string? incident, IReadOnlyList<Pull> beside, VoiceRow voice)
    {
        // Two people may choose the same id: whose pull it is, is told by the voice, which was looked for before.
        if (await PullRows.Find(transaction, voice.Id) is not null)
        {
            return Problem.Conflict("command-taken", $"A command '{voice.Id}' with other content was sent before.");
        }

        var now = business.Now;
        var pull = new Pull
        {
            Id = voice.Id, Kind = target.Kind, Target = target.Id, Title = target.Title, Unit = target.Unit, Owner = target.Owner, Puller = caller.Id, PullerName = caller.Name, Conversation = voice.Conversation,
            Sequence = context.Conversation?.LastSequence ?? 0, OrderRef = context.Order?.Id, CaseRef = voice.CaseRef, Incident = incident, PulledAt = now, PulledMachine = machine.Now,
            AcknowledgeBy = now + PullRules.Acknowledging, DecideBy = DecideBy(now, target.Launch),
        };
        await transaction.Execute(PullRows.Sql["AddPull"], pull);
        await Keep(transaction, voice with { Pull = pull.Id });
        await audit.Write(transaction, caller, "andon.pulled", "pull:" + pull.Id, new { pull.Kind, pull.Target });
        await story.Begin(transaction, pull, new Said(voice.Id, caller.Id, caller.Name, voice.Words), target.Launch?.Nodes);
        if (target.Launch is not null && beside.Count == 0)
        {
            await story.TellLaunch(transaction, target.Launch, PullEvents.Blocked, "staff", caller.Id);
        }

        return pull;
    }

    private static Task Keep(ITransaction transaction, VoiceRow voice) => transaction.Execute(PullRows.Sql["AddVoice"], voice);

    /// <summary>In four hours, or when the gate is to open, whichever comes first; a launch whose time has come is decided as soon as it is acknowledged.</summary>
    private static long DecideBy(long now, LaunchRow? launch)
        => launch is { State: LaunchRow.Registered, At: { } at } && at > now ? Math.Min(at, now + PullRules.Deciding) : now + PullRules.Deciding;
}
