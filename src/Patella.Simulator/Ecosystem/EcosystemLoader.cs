using System.Text;
using System.Text.Json;
using Patella.Simulator.Api;

namespace Patella.Simulator.Ecosystem;

/// <summary>A step of loading: what is being loaded, how much of it is done, and of how many (0 when not known).</summary>
public readonly record struct LoadProgress(string Stage, int Done, int Total);

/// <summary>What a load has done.</summary>
/// <param name="Events">Events sent.</param>
/// <param name="Duplicates">Of these, known to the server before.</param>
/// <param name="Conversations">Finished conversations sent.</param>
public readonly record struct LoadSummary(int Events, int Duplicates, int Conversations);

/// <summary>
/// Loads an ecosystem into a server through the public API. Ids depend on the seed alone, so loading again adds nothing.
/// The essential part (settings, persons to be, their orders) is small; the history may follow while the server is in use.
/// </summary>
public sealed class EcosystemLoader(PatellaConnection connection, string apiKey, DemoEcosystem ecosystem, IProgress<LoadProgress>? progress = null)
{
    private const int ConversationBatch = 250;

    /// <summary>Nights that are scored at once.</summary>
    private const int Nights = 7;

    /// <summary>
    /// Settings without the floor, and the demonstration consumer with orders. After this the pages can be opened.
    /// Returns true when the server knew all of these events before, that is, when the ecosystem was loaded earlier.
    /// </summary>
    public async Task<bool> LoadEssentialAsync(CancellationToken cancellation)
    {
        await SettingsAsync(SettingsDocument.Essential(ecosystem), "settings", cancellation);
        var (sent, duplicates) = await EventsAsync(EcosystemEvents.Essential(ecosystem), "first orders", cancellation);
        return sent == duplicates;
    }

    /// <summary>The floor: agents, supervisors, merchants' people, with their passwords; those who are there are left alone.</summary>
    public async Task LoadFloorAsync(CancellationToken cancellation)
    {
        var answer = await connection.RequireAsync(HttpMethod.Get, "/api/v1/staff", apiKey, null, cancellation);
        var known = answer.As<ItemPage<StaffState>>().Items.Select(person => person.Email).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var parts = SettingsDocument.Floor(ecosystem, known).ToList();
        foreach (var (index, part) in parts.Index())
        {
            await connection.RequireAsync(HttpMethod.Post, "/api/v1/settings/import", apiKey, part, cancellation);
            progress?.Report(new LoadProgress("floor", index + 1, parts.Count));
        }
    }

    /// <summary>Products, consumers and all orders.</summary>
    public Task<(int Sent, int Duplicates)> LoadEventsAsync(CancellationToken cancellation) =>
        EventsAsync(EcosystemEvents.All(ecosystem), "events", cancellation);

    /// <summary>Products, consumers, all orders, then the finished conversations.</summary>
    public async Task<LoadSummary> LoadHistoryAsync(CancellationToken cancellation)
    {
        var (events, duplicates) = await LoadEventsAsync(cancellation);
        var conversations = await ConversationsAsync(cancellation);
        await CasesAsync(cancellation);
        await NightsAsync(cancellation);
        await RuleProposals.Send(connection, ecosystem, cancellation);
        await new PullHistory(connection, apiKey, ecosystem).Send(cancellation);
        await new ImprovementHistory(connection, apiKey, ecosystem).Send(cancellation);
        await new MoneyHistory(connection, ecosystem).Send(cancellation);
        return new LoadSummary(events, duplicates, conversations);
    }

    /// <summary>Everything, the essential first.</summary>
    public async Task<LoadSummary> LoadAsync(CancellationToken cancellation)
    {
        await LoadEssentialAsync(cancellation);
        await LoadFloorAsync(cancellation);
        return await LoadHistoryAsync(cancellation);
    }

    private async Task SettingsAsync(object document, string stage, CancellationToken cancellation)
    {
        progress?.Report(new LoadProgress(stage, 0, 1));
        await connection.RequireAsync(HttpMethod.Post, "/api/v1/settings/import", apiKey, document, cancellation);
        progress?.Report(new LoadProgress(stage, 1, 1));
    }

    private async Task<(int Sent, int Duplicates)> EventsAsync(IEnumerable<CloudEvent> events, string stage, CancellationToken cancellation)
    {
        var (sent, duplicates) = (0, 0);
        foreach (var batch in EventBatch.Of(events))
        {
            duplicates += await batch.SendAsync(connection, apiKey, cancellation);
            sent += batch.Count;
            progress?.Report(new LoadProgress(stage, sent, 0));
        }
        return (sent, duplicates);
    }

    /// <summary>The last nights' scores of the shops, oldest first, and a promotion to come.</summary>
    private async Task NightsAsync(CancellationToken cancellation)
    {
        if (!ShopHistory.Has(ecosystem))
        {
            return;
        }

        for (var ago = Nights - 1; ago >= 0; ago--)
        {
            var night = ecosystem.Now.AddDays(-ago).ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            await connection.RequireAsync(HttpMethod.Post, "/api/v1/scorecards/nights", apiKey, new { night }, cancellation);
        }

        var cutOff = ecosystem.Now.AddDays(14);
        await connection.RequireAsync(HttpMethod.Post, "/api/v1/promotions", apiKey, new { id = $"sim-{ecosystem.Seed}-promotion", title = "年终大促（模拟）Year-end promotion (simulated)", cutOff }, cancellation);
    }

    /// <summary>Cases that came of finished conversations. Those that are open now come from what carriers report.</summary>
    private async Task CasesAsync(CancellationToken cancellation)
    {
        var sent = 0;
        foreach (var batch in ecosystem.Conversations().Select(talk => PastCases.Of(ecosystem, talk)).OfType<PastCase>().Chunk(ConversationBatch))
        {
            var lines = Encoding.UTF8.GetBytes(string.Join('\n', batch.Select(one => JsonSerializer.Serialize(one, Wire.Json))));
            var answer = await connection.SendBytesAsync(HttpMethod.Post, "/api/v1/imports/cases", apiKey, lines, "application/jsonl", cancellation);
            if (!answer.IsSuccess)
            {
                throw new ApiFailureException($"/api/v1/imports/cases {answer.Code}", answer.Body.ToString());
            }

            sent += batch.Length;
            progress?.Report(new LoadProgress("finished cases", sent, 0));
        }
    }

    private async Task<int> ConversationsAsync(CancellationToken cancellation)
    {
        var sent = 0;
        var total = ecosystem.Scale.Conversations + ecosystem.Scale.LastFestivalConversations;
        foreach (var batch in ecosystem.Conversations().Chunk(ConversationBatch))
        {
            var lines = Encoding.UTF8.GetBytes(string.Join('\n', batch.Select(one => JsonSerializer.Serialize(one, Wire.Json))));
            var answer = await connection.SendBytesAsync(
                HttpMethod.Post, "/api/v1/imports/conversations", apiKey, lines, "application/jsonl", cancellation);
            if (!answer.IsSuccess)
            {
                throw new ApiFailureException($"/api/v1/imports/conversations {answer.Code}", answer.Body.ToString());
            }
            sent += batch.Length;
            progress?.Report(new LoadProgress("finished conversations", sent, total));
        }
        return sent;
    }
}
