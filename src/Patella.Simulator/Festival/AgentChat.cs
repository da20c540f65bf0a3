using Patella.Simulator.Api;
using Patella.Simulator.Ecosystem;

namespace Patella.Simulator.Festival;

/// <summary>What an agent should do next in a conversation.</summary>
internal enum AgentMove
{
    /// <summary>Nothing yet: the consumer is reading or typing.</summary>
    Wait = 1,
    /// <summary>The consumer waits for a reply.</summary>
    Reply = 2,
    /// <summary>Everything is said.</summary>
    Close = 3,
    /// <summary>It is not, or no longer, this agent's.</summary>
    Drop = 4,
}

/// <summary>One conversation as an agent sees it. All decisions come from the entries, so a colleague can go on after a transfer or a crash.</summary>
internal sealed class AgentChat(ConversationView view, string language, long openedAt)
{
    /// <summary>After the last reply the agent waits this long for a word of thanks, simulated seconds.</summary>
    private const double Silence = 40;

    public ConversationView View { get; } = view;

    /// <summary>Machine timestamp of when the consumer's wait began; the longest wait is served first.</summary>
    public long WaitingSince { get; private set; } = openedAt;

    public bool HasNote { get; set; }

    /// <summary>Something of this agent's is on its way to the server.</summary>
    public bool IsBusy
    {
        get => Volatile.Read(ref _busy);
        set => Volatile.Write(ref _busy, value);
    }

    /// <summary>The next move, by what was said so far.</summary>
    public AgentMove Next(Pace pace, long now)
    {
        if (View.State is "closed" or "abandoned")
        {
            return AgentMove.Drop;
        }
        if (IsBusy || View.Last < Volatile.Read(ref _sentSequence))
        {
            return AgentMove.Wait;
        }
        var entries = View.Entries;
        var said = entries.Count(entry => entry.IsUsefulBy("agent"));
        var last = entries.LastOrDefault(entry => entry.Event == "message" && entry.Author?.Party is "consumer" or "agent");
        if (entries.Count == 0 || last is null)
        {
            return AgentMove.Wait;
        }
        if (said >= Script(entries).Count)
        {
            var quiet = View.State == "wrapup" || pace.Since(_lastReply) > Silence;
            return last.Author!.Party == "consumer" || quiet ? AgentMove.Close : AgentMove.Wait;
        }
        return View.State == "wrapup" ? AgentMove.Close : last.Author!.Party == "consumer" || said == 0 ? Owed(now) : Quiet(pace);
    }

    /// <summary>The next reply: the written dialogue where the agent understands the problem, else what helps in general.</summary>
    public string Reply(SeededRandom random)
    {
        var entries = View.Entries;
        var script = Script(entries);
        var said = entries.Count(entry => entry.IsUsefulBy("agent"));
        return said < script.Count && script[said].Length > 0 ? script[said] : random.Pick(LineCatalogue.For("agent-answer", language));
    }

    /// <summary>The agent has answered, and the server keeps it under this sequence.</summary>
    public void Replied(long now, long sequence)
    {
        (_lastReply, WaitingSince) = (now, long.MaxValue);
        Volatile.Write(ref _sentSequence, sequence);
    }

    private long _lastReply = openedAt;
    private long _sentSequence;
    private bool _busy;

    private AgentMove Owed(long now)
    {
        WaitingSince = WaitingSince == long.MaxValue ? now : WaitingSince;
        return AgentMove.Reply;
    }

    /// <summary>The consumer has not come back: after a while the agent ends it.</summary>
    private AgentMove Quiet(Pace pace) => pace.Since(_lastReply) > Silence * 4 ? AgentMove.Close : AgentMove.Wait;

    private static IReadOnlyList<string> Script(IReadOnlyList<ConversationEntry> entries)
    {
        var opening = entries.FirstOrDefault(entry => entry.IsMessageBy("consumer"))?.Text ?? "";
        return DialogueCatalogue.Understand(opening)?.AgentTexts.ToList() ?? [""];
    }
}
