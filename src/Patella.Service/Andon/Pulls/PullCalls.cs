using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Conversations;
using Patella.Service.Conversations.Desk;
using Patella.Service.Edge;

namespace Patella.Service.Andon.Pulls;

/// <summary>Tells people of a pull: its owners that it waits, its puller each answer by name, everybody above them when nobody answers.</summary>
internal sealed class PullCalls(StaffStore people, ConversationStore conversations, IStaffCalls staff)
{
    private const int MostCalled = 50;
    internal static readonly LocalTexts Texts = new(typeof(PullCalls).Assembly, "Andon.Texts.andon.json");

    /// <summary>Who answers for the target: its owner; else the owners of its unit, or of the rules where it is one; else the experience group.</summary>
    public Task CallOwners(ITransaction transaction, Pull pull, string kind, string entry, Said said) => Call(transaction, pull, kind, entry, said, Owners);

    /// <summary>Nobody answered in time: the owners again, the experience group, and from the second time on the executives.</summary>
    public Task Escalate(ITransaction transaction, Pull pull, PullStep step, string entry)
    {
        var times = step.Answer == "acknowledge" ? pull.LateAcknowledge : pull.LateDecide;
        return Call(transaction, pull, "pull-overdue", entry, new Said($"{step.Answer}-{times}", null, null, null),
            all => Owners(all, pull).Concat(all.Where(one => one.Roles.Contains(Roles.Expert) || (times > 1 && one.Roles.Contains(Roles.Executive)))));
    }

    /// <summary>An answer goes back to who pulled: an item on their desk, and a note in the conversation by the one who answered.</summary>
    public async Task TellPuller(ITransaction transaction, Pull pull, PullStep step, Said said, string entry)
    {
        await NoteInConversation(transaction, pull, said, step.Kind, step.Answer);
        if (said.By != pull.Puller)
        {
            await staff.Notice(transaction, pull.Puller, "pull-" + (step.Answer ?? step.Kind["pull.".Length..]), Notice(pull, entry, said), $"{pull.Id}:{said.Id}");
        }
    }

    /// <summary>A note that only staff see; a conversation that takes none is no reason to refuse the step.</summary>
    public async Task NoteInConversation(ITransaction transaction, Pull pull, Said said, string kind, string? answer)
    {
        if (pull.Conversation is null || said.By is null)
        {
            return;
        }

        var language = (await people.Find(transaction, pull.Puller))?.Language;
        var words = Texts.In(language, answer is null ? "note." + kind["pull.".Length..] : "note." + answer, ("title", pull.Title), ("puller", pull.PullerName), ("by", said.ByName ?? ""), ("words", said.Words ?? "")).Trim();
        await conversations.DeskStep(transaction, pull.Conversation, DeskEvents.Note, ActorOf(said.By, said.ByName), $"{pull.Id}:{said.Id}", words.Length <= NewMessage.TextLimit ? words : words[..NewMessage.TextLimit],
            new Dictionary<string, string> { ["pull"] = pull.Id });
    }

    private async Task Call(ITransaction transaction, Pull pull, string kind, string entry, Said said, Func<IReadOnlyList<Staff>, IEnumerable<Staff>> whom)
    {
        var all = (await people.List(transaction)).Where(one => one.Active && one.Merchant is null).ToList();
        foreach (var one in whom(all).Select(one => one.Id).Distinct().Where(id => id != said.By).Take(MostCalled))
        {
            await staff.Notice(transaction, one, kind, Notice(pull, entry, said), $"{pull.Id}:{said.Id}");
        }
    }

    private Task Call(ITransaction transaction, Pull pull, string kind, string entry, Said said, Func<IReadOnlyList<Staff>, Pull, IEnumerable<Staff>> whom)
        => Call(transaction, pull, kind, entry, said, all => whom(all, pull));

    private static StaffNotice Notice(Pull pull, string entry, Said said)
        => new("/andon/" + pull.Id, pull.Title, pull.Conversation, entry, said.By is null ? null : ActorOf(said.By, said.ByName));

    private static Actor ActorOf(string id, string? name) => new(PullSystems.IsSystem(id) ? Party.System : Party.Agent, id, name);

    private static IEnumerable<Staff> Owners(IReadOnlyList<Staff> all, Pull pull)
    {
        var named = all.Where(one => one.Id == pull.Owner).ToList();
        var owners = named.Count > 0 ? named : pull.Kind == TargetKinds.Policy ? all.Where(one => one.Roles.Contains(Roles.RuleOwner)).ToList()
            : all.Where(one => one.Roles.Contains(Roles.BusinessOwner) && (pull.Unit is null || one.Units.Count == 0 || one.Units.Contains(pull.Unit))).ToList();
        return owners.Count > 0 ? owners : all.Where(one => one.Roles.Contains(Roles.Expert));
    }
}
