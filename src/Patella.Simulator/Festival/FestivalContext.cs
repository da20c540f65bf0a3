using System.Collections.Concurrent;
using Patella.Simulator.Api;
using Patella.Simulator.Ecosystem;

namespace Patella.Simulator.Festival;

/// <summary>What all actors of a run share.</summary>
internal sealed class FestivalContext(
    FestivalOptions options, PatellaConnection connection, DemoEcosystem ecosystem, FestivalMeter meter, TimeProvider time)
{
    public FestivalOptions Options { get; } = options;

    public PatellaConnection Connection { get; } = connection;

    public DemoEcosystem Ecosystem { get; } = ecosystem;

    public FestivalMeter Meter { get; } = meter;

    public TimeProvider Time { get; } = time;

    /// <summary>Set once the server's clock is known.</summary>
    public Pace Pace { get; set; } = new(1, 1, time);

    /// <summary>External ids of the shops whose people are at work in this run.</summary>
    public IReadOnlySet<string> ShopsWithPeople { get; set; } = new HashSet<string>();

    /// <summary>Conversations to be read back at the end; empty in an endless run, which reads back as it goes.</summary>
    public ConcurrentDictionary<string, ConversationRecord> Records { get; } = new();

    /// <summary>Notes an acknowledged message of whichever party.</summary>
    public void Acknowledged(string conversation, AcknowledgedMessage message)
    {
        Meter.Message();
        if (Records.TryGetValue(conversation, out var record))
        {
            record.Add(message);
        }
    }

    /// <summary>Runs something that may fail, and counts the failure instead of letting it end the run.</summary>
    public async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (ApiFailureException failure)
        {
            Meter.Error(failure.Reason);
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
        catch (Exception failure) when (failure is InvalidDataException or System.Text.Json.JsonException)
        {
            Meter.Error($"unreadable answer: {failure.GetType().Name}");
        }
    }

    /// <summary>Signs a member of staff in.</summary>
    public async Task<StaffSession> SignInAsync(string email, CancellationToken cancellation)
    {
        var answer = await Connection.RequireAsync(
            HttpMethod.Post, "/api/v1/sessions", null, new { tenant = Options.Tenant, email, password = DemoPersonas.Password }, cancellation);
        return answer.As<StaffSession>();
    }
}
