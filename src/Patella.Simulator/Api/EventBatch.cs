namespace Patella.Simulator.Api;

/// <summary>Events that go in one call: as many as the API takes, by number and by bytes.</summary>
public sealed class EventBatch
{
    /// <summary>Most events of a call.</summary>
    public const int MaximumEvents = 1_000;

    /// <summary>Most bytes of a call; the API takes 1 MiB.</summary>
    public const int MaximumBytes = 900_000;

    private readonly MemoryStream _json = new();

    /// <summary>Events in it.</summary>
    public int Count { get; private set; }

    /// <summary>The JSON array.</summary>
    public byte[] Body => [.. _json.ToArray(), (byte)']'];

    /// <summary>Cuts a stream of events into calls, one in memory at a time.</summary>
    public static IEnumerable<EventBatch> Of(IEnumerable<CloudEvent> events)
    {
        var batch = new EventBatch();
        foreach (var one in events)
        {
            var bytes = Wire.Bytes(one);
            if (batch.Count == MaximumEvents || (batch.Count > 0 && batch._json.Length + bytes.Length > MaximumBytes))
            {
                yield return batch;
                batch = new EventBatch();
            }
            batch.Add(bytes);
        }
        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    /// <summary>Sends the call and returns how many of its events the server knew before.</summary>
    /// <exception cref="ApiFailureException">The server refused or could not be reached.</exception>
    public async Task<int> SendAsync(PatellaConnection connection, string apiKey, CancellationToken cancellation)
    {
        var answer = await connection.SendBytesAsync(HttpMethod.Post, "/api/v1/events", apiKey, Body, "application/cloudevents-batch+json", cancellation);
        if (!answer.IsSuccess)
        {
            throw new ApiFailureException($"/api/v1/events {answer.Code}", answer.Body.ToString());
        }
        return answer.Body.TryGetProperty("duplicates", out var known) ? known.GetInt32() : 0;
    }

    private void Add(byte[] bytes)
    {
        _json.WriteByte(Count == 0 ? (byte)'[' : (byte)',');
        _json.Write(bytes);
        Count++;
    }
}
