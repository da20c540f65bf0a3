using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Conversations.Desk;

/// <summary>A list shared with all who serve, in the settings document.</summary>
/// <param name="Owner">Who may change it on the page; an id of the staff section.</param>
public sealed record SharedView(string? Id, string? Name, string? Owner, JsonElement? Filter);

/// <summary>The shared lists of conversations in the settings document. Lists that people keep for themselves stay theirs.</summary>
internal sealed class SharedViewSection(BusinessTime clock, IIdentifiers identifiers) : ListSection<SharedView, SharedView>
{
    public override string Name => "conversationViews";

    public override async Task<object> Export(IReader reader)
        => (await reader.Many<Row>(DeskReading.Sql["ListShared"])).Select(row => new SharedView(row.Id, row.Name, row.Owner, JsonSerializer.Deserialize<JsonElement>(row.Filter, Json.Options))).ToList();

    protected override void Check(SharedView request, SettingsContext context, string at, Validation into)
    {
        into.Id(request.Id, at + "/id", required: false).Id(request.Owner, at + "/owner").Text(request.Name, at + "/name", 1, 80).Must(request.Filter is not null, at + "/filter", "Is required.");
        if (request.Filter is { } filter)
        {
            ListFilter.Parse(filter, at + "/filter", into);
        }
    }

    protected override SharedView ToValue(SharedView request) => request with { Id = request.Id ?? identifiers.New() };

    protected override Task SaveOne(ITransaction transaction, SharedView value)
        => transaction.Execute(DeskReading.Sql["LoadShared"], new { value.Id, value.Name, value.Owner, Filter = Json.Write(value.Filter!.Value), at = clock.Now });

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string Owner { get; init; } = "";

        public string Filter { get; init; } = "{}";
    }
}
