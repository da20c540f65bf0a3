using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Conversations.Desk;

/// <summary>A word that can be put on conversations.</summary>
/// <param name="Colour">One of grey, blue, green, amber, red, violet.</param>
/// <param name="Archived">No longer put on; where it is, it stays.</param>
public sealed record Tag(string Id, string Name, string Colour, bool Archived);

/// <summary>POST /tags.</summary>
public sealed record TagRequest(string? Id, string? Name, string? Colour, bool? Archived);

/// <summary>The tags of a tenant.</summary>
internal static class TagList
{
    public static readonly IReadOnlyList<string> Colours = ["grey", "blue", "green", "amber", "red", "violet"];

    public static async Task<IReadOnlyList<Tag>> All(IReader reader)
        => (await reader.Many<TagListRow>(DeskReading.Sql["ListTags"])).Select(row => new Tag(row.Id, row.Name, row.Colour, row.Archived != 0)).ToList();

    public static Validation Check(TagRequest request, string at = "", Validation? into = null) => (into ?? new Validation())
        .Id(request.Id, at + "/id", required: false).Text(request.Name, at + "/name", 1, 60)
        .Must(!string.IsNullOrWhiteSpace(request.Name), at + "/name", "Must have a letter in it.")
        .Must(request.Colour is null || Colours.Contains(request.Colour), at + "/colour", $"Must be one of: {string.Join(", ", Colours)}.");

    public static Tag ToTag(TagRequest request, IIdentifiers identifiers) => new(request.Id ?? identifiers.New(), request.Name!, request.Colour ?? "grey", request.Archived ?? false);

    public static Task Save(ITransaction transaction, Tag tag)
        => transaction.Execute(DeskReading.Sql["SaveTag"], new { tag.Id, tag.Name, tag.Colour, Archived = tag.Archived ? 1L : 0L });

    public static void MapTags(this IEndpointRouteBuilder api)
    {
        api.MapGet("/tags", async (HttpContext http, IStore store) => Results.Json(new Page<Tag>(await store.Read(http.Caller().Tenant, All)), Json.Options))
            .Needs(Permission.Serve | Permission.Supervise | Permission.Observe | Permission.Administer).WithSummary("Tags for conversations").Produces<Page<Tag>>().WithTags("Conversations");
        api.MapPost("/tags", async (TagRequest request, HttpContext http, IStore store, IIdentifiers identifiers, AuditTrail audit) =>
        {
            var check = Check(request);
            if (check.Failed)
            {
                return new ProblemResult(check.Problem);
            }

            var tag = ToTag(request, identifiers);
            await store.Write(http.Caller().Tenant, async transaction =>
            {
                await Save(transaction, tag);
                await audit.Write(transaction, http.Caller(), "conversations.tag-saved", "tag:" + tag.Id, new { tag.Colour, tag.Archived });
            });
            return Results.Json(tag, Json.Options, statusCode: 201);
        }).Needs(Permission.Administer | Permission.Supervise).WithSummary("Create or change a tag").Produces<Tag>(201).WithTags("Conversations");
        api.MapDelete("/tags/{id}", async (string id, HttpContext http, IStore store, AuditTrail audit) => await store.Write(http.Caller().Tenant, async Task<IResult> (transaction) =>
        {
            if (await transaction.Execute(DeskReading.Sql["ArchiveTag"], new { id }) == 0)
            {
                return new ProblemResult(Problem.NotFound("The tag"));
            }

            await audit.Write(transaction, http.Caller(), "conversations.tag-archived", "tag:" + id);
            return Results.NoContent();
        })).Needs(Permission.Administer | Permission.Supervise).WithSummary("Archive a tag: it is no longer put on, and stays where it is").Produces(204).WithTags("Conversations");
    }

    internal sealed class TagListRow
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string Colour { get; init; } = "";

        public long Archived { get; init; }
    }
}

internal sealed class TagSection(IIdentifiers identifiers) : ListSection<TagRequest, Tag>
{
    public override string Name => "tags";

    public override async Task<object> Export(IReader reader) => await TagList.All(reader);

    protected override void Check(TagRequest request, SettingsContext context, string at, Validation into) => TagList.Check(request, at, into);

    protected override Tag ToValue(TagRequest request) => TagList.ToTag(request, identifiers);

    protected override Task SaveOne(ITransaction transaction, Tag value) => TagList.Save(transaction, value);
}
