using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;

namespace Patella.Service.Conversations;

/// <summary>A text that is written once and sent often. Variables stand in braces: {name}, {order}, {agent}.</summary>
public sealed class CannedReply
{
    public string Id { get; init; } = "";

    public string Title { get; init; } = "";

    public string Text { get; init; } = "";

    public string Language { get; init; } = "";

    /// <summary>The unit it belongs to, or null for all.</summary>
    public string? Unit { get; init; }
}

/// <summary>POST /canned-replies.</summary>
public sealed record CannedReplyRequest(string? Id, string? Title, string? Text, string? Language, string? Unit);

public static class CannedReplies
{
    public static Validation Check(CannedReplyRequest request, string at = "", Validation? into = null) => (into ?? new Validation())
        .Id(request.Id, at + "/id", required: false)
        .Text(request.Title, at + "/title", 1, 120)
        .Text(request.Text, at + "/text", 1, 4_000)
        .Text(request.Language, at + "/language", 2, 20)
        .Id(request.Unit, at + "/unit", required: false);

    public static CannedReply ToReply(CannedReplyRequest request, IIdentifiers identifiers)
        => new() { Id = request.Id ?? identifiers.New(), Title = request.Title!, Text = request.Text!, Language = request.Language!, Unit = request.Unit };

    public static Task Save(ITransaction transaction, CannedReply reply) => transaction.Execute(ConversationStore.Sql["SaveCanned"], reply);

    public static Task<IReadOnlyList<CannedReply>> List(IReader reader) => reader.Many<CannedReply>(ConversationStore.Sql["ListCanned"]);

    internal static void MapCannedReplies(this IEndpointRouteBuilder api)
    {
        api.MapGet("/canned-replies", async (string? q, string? language, HttpContext http, IStore store) =>
        {
            var all = await store.Read(http.Caller().Tenant, List);
            return Results.Json(new Page<CannedReply>(all.Where(reply => Fits(reply, q, language)).ToList()), Json.Options);
        }).Needs(Permission.Serve | Permission.Administer).WithSummary("Canned replies").Produces<Page<CannedReply>>().WithTags("Conversations");
        api.MapPost("/canned-replies", async (CannedReplyRequest request, HttpContext http, IStore store, IIdentifiers identifiers, AuditTrail audit) =>
        {
            var check = Check(request);
            if (check.Failed)
            {
                return new ProblemResult(check.Problem);
            }

            var reply = ToReply(request, identifiers);
            await store.Write(http.Caller().Tenant, async transaction =>
            {
                await Save(transaction, reply);
                await audit.Write(transaction, http.Caller(), "conversations.canned-reply-saved", "canned-reply:" + reply.Id);
            });
            return Results.Json(reply, Json.Options, statusCode: 201);
        }).Needs(Permission.Administer | Permission.Supervise).WithSummary("Create or change a canned reply").Produces<CannedReply>(201).WithTags("Conversations");
        api.MapDelete("/canned-replies/{id}", async (string id, HttpContext http, IStore store) =>
                await store.Write(http.Caller().Tenant, transaction => transaction.Execute(ConversationStore.Sql["DeleteCanned"], new { id })) == 1
                    ? Results.NoContent() : new ProblemResult(Problem.NotFound("The canned reply")))
            .Needs(Permission.Administer | Permission.Supervise).WithSummary("Delete a canned reply").Produces(204).WithTags("Conversations");
    }

    private static bool Fits(CannedReply reply, string? query, string? language)
        => (language is null || reply.Language.StartsWith(language[..Math.Min(2, language.Length)], StringComparison.OrdinalIgnoreCase))
            && (string.IsNullOrEmpty(query) || reply.Title.Contains(query, StringComparison.OrdinalIgnoreCase) || reply.Text.Contains(query, StringComparison.OrdinalIgnoreCase));
}
