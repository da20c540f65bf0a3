using System.Text.Json;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Orders.Intake;

/// <summary>Takes what the marketplace answers to a change into the mirror, inside the caller's transaction: the same envelope as at the door for events.</summary>
public sealed class MarketplaceWords
{
    private readonly EventIntake _intake;

    internal MarketplaceWords(EventIntake intake) => _intake = intake;

    /// <summary>Takes one event or a list; what came before changes nothing, and when one of them is malformed none is taken.</summary>
    public async Task<Outcome<int>> Take(ITransaction transaction, JsonElement events)
    {
        var read = Envelope.ReadCall(JsonSerializer.SerializeToUtf8Bytes(events));
        return read.Succeeded ? (await _intake.Accept(transaction, read.Value)).Accepted : read.Problem!;
    }
}
