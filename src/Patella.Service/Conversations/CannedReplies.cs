using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Audit;
using Patella.Service.Conversations.Desk;
using Patella.Service.Edge;

namespace Patella.Service.Conversations;

/// <summary>A text that is written once and sent often. Variables stand in double braces: see <see cref="ReplyVariables"/>.</summary>
public sealed class CannedReply : IScopedReply
{
    public string Id { get; init; } = "";

    public string Title { get; init; } = "";

    public string Text { get; init; } = "";

    public string Language { get; init; } = "";

    /// <summary>The unit it belongs to, or null for all.</summary>
    public string? Unit { get; init; }

    /// <summary>The person it belongs to, or null.</summary>
    public string? Owner { get; init; }

    /// <summary>The team it belongs to, or null.</summary>
    public string? Team { get; init; }

    /// <summary>How often it was used.</summary>
    public long Uses { get; init; }
}

/// <summary>POST /canned-replies.</summary>
public sealed record CannedReplyRequest(string? Id, string? Title, string? Text, string? Language, string? Unit, string? Owner = null, string? Team = null);

public static class CannedReplies
{
    public static Validation Check(CannedReplyRequest request, string at = "", Validation? into = null)
    {
        var check = (into ?? new Validation())
            .Id(request.Id, at + "/id", required: false)
            .Text(request.Title, at + "/title", 1, 120)
            .Text(request.Text, at + "/text", 1, 4_000)
            .Text(request.Language, at + "/language", 2, 20);
        ReplyVariables.Check(request.Text, at + "/text", check);
        return ReplyScopes.Check(request.Owner, request.Team, request.Unit, at, check);
    }

    public static CannedReply ToReply(CannedReplyRequest request, IIdentifiers identifiers)
        => new() { Id = request.Id ?? identifiers.New(), Title = request.Title!, Text = request.Text!, Language = request.Language!, Unit = request.Unit, Owner = request.Owner, Team = request.Team };

    public static Task Save(ITransaction transaction, CannedReply reply) => transaction.Execute(ConversationStore.Sql["SaveCanned"], reply);

    public static Task<IReadOnlyList<CannedReply>> List(IReader reader) => reader.Many<CannedReply>(ConversationStore.Sql["ListCanned"]);

    internal static void MapCannedReplies(this IEndpointRouteBuilder api)
    {
        api.MapGet("/canned-replies", async (string? q, string? language, HttpContext http, IStore store, StaffStore people) => await store.Read(http.Caller().Tenant, async reader =>
        {
            var visible = await ReplyScopes.Visible(reader, people, http.Caller());
            return Results.Json(new Page<CannedReply>((await List(reader)).Where(reply => visible(reply) && Fits(reply, q, language)).ToList()), Json.Options);
        })).Needs(Permission.Serve | Permission.Administer).WithSummary("Canned replies that one may use").Produces<Page<CannedReply>>().WithTags("Conversations");
        api.MapPost("/canned-replies", async (CannedReplyRequest request, HttpContext http, IStore store, IIdentifiers identifiers, AuditTrail audit) =>
                (await Save(http.Caller(), request, store, identifiers, audit)).ToResult(201))
            .Needs(Permission.Serve | Permission.Administer | Permission.Supervise).WithSummary("Create or change a canned reply: one's own, or for others as a supervisor").Produces<CannedReply>(201).WithTags("Conversations");
        api.MapPost("/canned-replies/{id}/uses", async (string id, HttpContext http, IStore store) =>
                await store.Write(http.Caller().Tenant, transaction => transaction.Execute(DeskReading.Sql["UseCanned"], new { id })) == 1 ? Results.NoContent() : new ProblemResult(Problem.NotFound("The canned reply")))
            .Needs(Permission.Serve).WithSummary("Count that a canned reply was used").Produces(204).WithTags("Conversations");
        api.MapDelete("/canned-replies/{id}", async (string id, HttpContext http, IStore store, AuditTrail audit) => (await Delete(http.Caller(), id, store, audit)).ToResult(204))
            .Needs(Permission.Serve | Permission.Administer | Permission.Supervise).WithSummary("Delete a canned reply").Produces(204).WithTags("Conversations");
    }

    private static async Task<Outcome<CannedReply>> Save(Caller caller, CannedReplyRequest request, IStore store, IIdentifiers identifiers, AuditTrail audit)
    {
        var check = Check(request);
        if (check.Failed)
        {
            return check.Problem;
        }

        var reply = ToReply(request, identifiers);
        return await store.Write(caller.Tenant, async Task<Outcome<CannedReply>> (transaction) =>
        {
            var before = await Find(transaction, reply.Id);
            if (!ReplyScopes.MayChange(caller, reply.Owner) || (before is not null && !ReplyScopes.MayChange(caller, before.Owner)))
            {
                return before?.Owner is null ? Problem.Forbidden() : Problem.NotFound("The canned reply");
            }

            await Save(transaction, reply);
            await audit.Write(transaction, caller, "conversations.canned-reply-saved", "canned-reply:" + reply.Id, new { reply.Owner, reply.Team, reply.Unit });
            return reply;
        });
    }

    private static async Task<Outcome<bool>> Delete(Caller caller, string id, IStore store, AuditTrail audit) => await store.Write(caller.Tenant, async Task<Outcome<bool>> (transaction) =>
    {
        if (await Find(transaction, id) is not { } reply || !ReplyScopes.MayChange(caller, reply.Owner))
        {
            return Problem.NotFound("The canned reply");
        }

        await transaction.Execute(ConversationStore.Sql["DeleteCanned"], new { id });
        await audit.Write(transaction, caller, "conversations.canned-reply-deleted", "canned-reply:" + id);
        return true;
    });

    private static Task<CannedReply?> Find(IReader reader, string id) => reader.One<CannedReply>(DeskReading.Sql["FindCanned"], new { id });

    private static bool Fits(CannedReply reply, string? query, string? language)
        => (language is null || reply.Language.StartsWith(language[..Math.Min(2, language.Length)], StringComparison.OrdinalIgnoreCase))
            && (string.IsNullOrEmpty(query) || reply.Title.Contains(query, StringComparison.OrdinalIgnoreCase) || reply.Text.Contains(query, StringComparison.OrdinalIgnoreCase));
}
