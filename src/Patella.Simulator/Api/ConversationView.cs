namespace Patella.Simulator.Api;

/// <summary>What applying an entry did.</summary>
public enum Applied
{
    /// <summary>It was the next one.</summary>
    Next = 1,
    /// <summary>It was known already; pushes may repeat.</summary>
    Known = 2,
    /// <summary>One before it is missing: resume from the last number seen.</summary>
    Gap = 3,
}

/// <summary>
/// One party's picture of a conversation. Entries are taken only in sequence, so whatever the connection does the picture
/// is a prefix of the truth.
/// </summary>
public sealed class ConversationView(string id)
{
    private readonly Lock _lock = new();
    private readonly List<ConversationEntry> _entries = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _state = "";

    /// <summary>Id of the conversation.</summary>
    public string Id { get; } = id;

    /// <summary>Called after every change, inside the caller's thread: return quickly.</summary>
    public Action? Changed { get; set; }

    /// <summary>The last sequence seen; resuming asks for what comes after it.</summary>
    public long Last { get; private set; }

    /// <summary>State last told: bot, queued, agent, wrapup, closed, abandoned; empty before the first word of it.</summary>
    public string State
    {
        get { lock (_lock) { return _state; } }
    }

    /// <summary>Entries seen so far, in sequence.</summary>
    public IReadOnlyList<ConversationEntry> Entries
    {
        get { lock (_lock) { return [.. _entries]; } }
    }

    /// <summary>Takes an entry if it is the next one.</summary>
    public Applied Apply(ConversationEntry entry)
    {
        lock (_lock)
        {
            if (entry.Sequence <= Last)
            {
                return Applied.Known;
            }
            if (entry.Sequence > Last + 1)
            {
                return Applied.Gap;
            }
            Last = entry.Sequence;
            _entries.Add(entry);
            _state = StateAfter(entry.Event) ?? _state;
            Pulse();
            return Applied.Next;
        }
    }

    /// <summary>Takes the state the server told.</summary>
    public void Become(string state)
    {
        lock (_lock)
        {
            _state = state;
            Pulse();
        }
    }

    /// <summary>True when an entry at or after position <paramref name="from"/> of the list satisfies the condition.</summary>
    public bool Any(Func<ConversationEntry, bool> condition, int from = 0)
    {
        lock (_lock)
        {
            for (var index = from; index < _entries.Count; index++)
            {
                if (condition(_entries[index]))
                {
                    return true;
                }
            }
            return false;
        }
    }

    /// <summary>How many entries satisfy the condition.</summary>
    public int Count(Func<ConversationEntry, bool> condition)
    {
        lock (_lock)
        {
            return _entries.Count(condition);
        }
    }

    /// <summary>Waits until the condition holds; false when the time is over first.</summary>
    public async Task<bool> WaitAsync(Func<ConversationView, bool> condition, TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        using var timer = new CancellationTokenSource(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                changed = _changed.Task;
            }
            if (condition(this))
            {
                return true;
            }
            try
            {
                await changed.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return condition(this);
            }
        }
    }

    private static string? StateAfter(string? happened) => happened switch
    {
        "person-requested" or "transferred" => "queued",
        "agent-joined" => "agent",
        "closed" => "closed",
        "abandoned" => "abandoned",
        "reopened" => "bot",
        _ => null,
    };

    private void Pulse()
    {
        var old = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        old.TrySetResult();
        Changed?.Invoke();
    }
}
