using System.Collections;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Patella.Benchmarks.Serving;

/// <summary>
/// Consumers on the live channel, each in a conversation of their own: each sends, waits until the message is accepted (after its commit), and sends the next.
/// One thread looks after all of them, so that the client leaves the processors to the server.
/// </summary>
internal sealed class Talkers : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Talker[] _talkers;
    private readonly Dictionary<Socket, Talker> _bySocket;
    private readonly PriorityQueue<Talker, long> _due = new();
    private long _every;
    private long _until;
    private int _waiting;

    public Talkers(ServerUnderTest server, IReadOnlyList<Visitor> visitors)
    {
        _talkers = [.. visitors.Select(visitor => new Talker(LeanSocket.Open(server, visitor.Token), visitor.Conversation))];
        _bySocket = _talkers.ToDictionary(talker => talker.Page.Handle);
    }

    /// <summary>Milliseconds of each accepted message: from when it was due (at a fixed rate) or sent, to when it was accepted.</summary>
    public List<double> Latencies { get; } = [];

    public int Refused { get; private set; }

    public int Unanswered { get; private set; }

    /// <param name="time">How long messages are sent; then those under way are waited for.</param>
    /// <param name="rate">Messages a second in all; 0 sends each when the last one is accepted.</param>
    public void Drive(TimeSpan time, int rate)
    {
        var started = Stopwatch.GetTimestamp();
        _every = rate == 0 ? 0 : Stopwatch.Frequency * _talkers.Length / rate;
        _until = started + (long)(time.TotalSeconds * Stopwatch.Frequency);
        for (var number = 0; number < _talkers.Length; number++)
        {
            _due.Enqueue(_talkers[number], started + (_every * number / _talkers.Length));
        }

        while (_waiting > 0 || _due.Count > 0)
        {
            SendDue();
            if (!Listen() && Stopwatch.GetTimestamp() - _until > Patience.TotalSeconds * Stopwatch.Frequency)
            {
                Unanswered += _waiting;
                _waiting = 0;
            }
        }
    }

    public void Dispose() => Array.ForEach(_talkers, talker => talker.Page.Dispose());

    private void SendDue()
    {
        while (_due.TryPeek(out var talker, out var due) && (due <= Stopwatch.GetTimestamp() || due >= _until))
        {
            _due.Dequeue();
            if (due < _until && Stopwatch.GetTimestamp() < _until)
            {
                talker.Say(_every == 0 ? Stopwatch.GetTimestamp() : due);
                _waiting++;
            }
        }
    }

    /// <summary>Takes what has arrived on any socket; waits a little when nothing has. False when nothing came.</summary>
    private bool Listen()
    {
        var ready = new ArrayList(_talkers.Length);
        foreach (var talker in _talkers)
        {
            ready.Add(talker.Page.Handle);
        }

        Socket.Select(ready, null, null, TimeSpan.FromMilliseconds(_every == 0 ? 100 : 1));
        foreach (Socket socket in ready)
        {
            var talker = _bySocket[socket];
            if (!talker.Page.Receive(message => Take(talker, message)))
            {
                throw new InvalidOperationException("The server closed a consumer's socket.");
            }
        }

        return ready.Count > 0;
    }

    private void Take(Talker talker, ReadOnlySpan<byte> message)
    {
        var accepted = LivePage.IsType(message, "\"accepted\""u8);
        if (!accepted && !LivePage.IsType(message, "\"refused\""u8))
        {
            return;
        }

        _waiting--;
        if (accepted)
        {
            Latencies.Add(Stopwatch.GetElapsedTime(talker.DueAt).TotalMilliseconds);
        }
        else
        {
            Refused++;
        }

        _due.Enqueue(talker, _every == 0 ? Stopwatch.GetTimestamp() : talker.DueAt + _every);
    }

    private sealed class Talker
    {
        private readonly string _conversation;
        private int _said;

        public Talker(LeanSocket page, string conversation)
        {
            (Page, _conversation) = (page, conversation);
            page.Send(Encoding.UTF8.GetBytes($$"""{"type":"subscribe","topic":"conversation","id":"{{conversation}}","after":0}"""));
        }

        public LeanSocket Page { get; }

        public long DueAt { get; private set; }

        public void Say(long due)
        {
            DueAt = due;
            Page.Send(Encoding.UTF8.GetBytes($$"""{"type":"send","conversation":"{{_conversation}}","clientId":"m{{_said++}}","text":"Where is my parcel? It should have been here yesterday."}"""));
        }
    }
}
