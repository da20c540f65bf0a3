using Patella.Service.Edge;
using Patella.Service.Edge.Live;

namespace Patella.Service.Conversations;

/// <summary>One page that follows one conversation, and the last sequence it was sent. Entries leave in order without gap or double.</summary>
internal sealed class FeedFollower(LiveConnection connection, Caller caller, string conversation, long after, Func<Caller, string, long, Task<IReadOnlyList<Entry>>> readAfter)
{
    private readonly Lock _gate = new();
    private long _last = after;
    private bool _catchingUp = true;
    private bool _missed;

    public LiveConnection Connection => connection;

    public Caller Caller => caller;

    public string Conversation => conversation;

    /// <summary>Offers a fresh entry: sent when it is the next one, read from the store when one before it is missing.</summary>
    public void Offer(long sequence, Func<Caller, ReadOnlyMemory<byte>> message)
    {
        lock (_gate)
        {
            if (_catchingUp)
            {
                _missed = true;
                return;
            }

            if (sequence <= _last)
            {
                return;
            }

            if (sequence == _last + 1)
            {
                _last = sequence;
                connection.SendBytes(message(caller));
                return;
            }

            _catchingUp = true;
        }

        _ = CatchUp();
    }

    /// <summary>Sends what the page has not seen, from the store.</summary>
    public async Task CatchUp()
    {
        try
        {
            while (!connection.Closed.IsCancellationRequested)
            {
                var entries = await readAfter(caller, conversation, Volatile.Read(ref _last));
                lock (_gate)
                {
                    foreach (var entry in entries)
                    {
                        _last = entry.Sequence;
                        connection.Send(new { type = "entry", entry });
                    }

                    if (entries.Count == 0 && !_missed)
                    {
                        _catchingUp = false;
                        return;
                    }

                    _missed = false;
                }
            }
        }
        catch (Patella.Platform.Storage.StoreUnavailableException)
        {
            // The page resumes by sequence when it comes back.
            connection.Close();
        }
    }
}
