using Patella.Simulator.Api;

namespace Patella.Simulator.Marketplace;

/// <summary>
/// Tells Patella what happened, at POST /api/v1/events, oldest first, until it is taken. What Patella refuses is dropped: telling it again would not change that.
/// It also does what was late and has come due.
/// </summary>
public sealed class EventTeller(ReferenceMarketplace marketplace, Uri patella, string apiKey, TimeProvider machine)
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(500);

    /// <summary>Parcels that Patella refused.</summary>
    public int Refused { get; private set; }

    public async Task Run(CancellationToken stopping)
    {
        using var connection = new PatellaConnection([patella], machine);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await marketplace.Waiting(Turn, stopping);
                while (marketplace.NextParcel() is { } parcel)
                {
                    await Tell(connection, parcel, stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (ApiFailureException)
            {
                // Patella is away; what is to be told waits.
                await Task.Delay(Turn, machine, CancellationToken.None);
            }
        }
    }

    private async Task Tell(PatellaConnection connection, EventParcel parcel, CancellationToken stopping)
    {
        var answer = await connection.SendBytesAsync(HttpMethod.Post, "/api/v1/events", apiKey, Wire.Bytes(parcel.Events), "application/cloudevents-batch+json", stopping);
        if (!answer.IsSuccess && (int)answer.Status >= 500)
        {
            throw new ApiFailureException($"/api/v1/events {answer.Code}", answer.Body.ToString());
        }

        Refused += answer.IsSuccess ? 0 : 1;
        marketplace.Told(parcel);
    }
}
