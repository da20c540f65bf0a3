using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;

namespace Patella.Service.Edge;

/// <summary>Turns whatever stops a request into problem+json that says what is wrong and what to do.</summary>
public static partial class ProblemHandling
{
    public static IApplicationBuilder UseProblems(this IApplicationBuilder app, ILogger logger)
    {
        app.Use(async (http, next) =>
        {
            try
            {
                await next(http);
            }
            catch (Exception failure) when (!http.Response.HasStarted)
            {
                if (failure is OperationCanceledException && http.RequestAborted.IsCancellationRequested)
                {
                    return;
                }

                var problem = ToProblem(failure);
                if (problem.Status == 500)
                {
                    LogFailure(logger, http.Request.Method, http.Request.Path, failure);
                }

                http.Response.Clear();
                await new ProblemResult(problem).ExecuteAsync(http);
                return;
            }

            await FillEmptyAnswer(http);
        });
        return app;
    }

    private static Task FillEmptyAnswer(HttpContext http)
    {
        if (http.Response.HasStarted || http.Response.StatusCode < 400 || http.Response.ContentLength > 0 || !http.Request.Path.StartsWithSegments("/api"))
        {
            return Task.CompletedTask;
        }

        var problem = http.Response.StatusCode switch
        {
            404 => new Problem(404, "no-such-address", $"There is nothing at {http.Request.Path}. The interface is described at /api/v1/openapi.json."),
            405 => new Problem(405, "method-not-allowed", $"{http.Request.Method} is not possible here."),
            415 => new Problem(415, "media-type", "The body must be application/json, or what the endpoint's description names."),
            var status => new Problem(status, "refused", "The request was refused."),
        };
        return new ProblemResult(problem).ExecuteAsync(http);
    }

    private static Problem ToProblem(Exception failure) => failure switch
    {
        RefusalException refusal => refusal.Problem,
        BadHttpRequestException { InnerException: JsonException json } => Malformed(json),
        JsonException json => Malformed(json),
        BadHttpRequestException { StatusCode: 413 } => Problem.TooLarge("The body is larger than this endpoint takes."),
        BadHttpRequestException { StatusCode: 415 } => new Problem(415, "media-type", "The body must be application/json."),
        BadHttpRequestException bad => new Problem(bad.StatusCode, "bad-request", ProblemText.Said(bad.Message)),
        VersionConflictException conflict => Problem.Conflict("changed-meanwhile", "Somebody else has changed it meanwhile. Read it anew and change that."),
        StoreUnavailableException unavailable => NotKept(unavailable),
        OwnerUnreachableException => new Problem(503, "owner-unreachable", "The process in charge did not answer. Send the same request again; it takes effect once.", RetryAfterSeconds: 1),
        TimeoutException => new Problem(503, "busy", "The server is too busy to answer in time; whether it took effect is not known. Send the same request again: it takes effect once.", RetryAfterSeconds: 2),
        OperationCanceledException => new Problem(503, "interrupted", "The server was interrupted. Send the same request again.", RetryAfterSeconds: 1),
        _ => new Problem(500, "unexpected", "Something went wrong on our side; it was recorded under the request id."),
    };

    /// <summary>The store did not take it, or nobody knows whether it did.</summary>
    public static Problem NotKept(StoreUnavailableException unavailable) => new(503, "store-unavailable", unavailable.OutcomeUnknown
        ? "Whether it was kept is not known. Send the same request again: it takes effect once."
        : Reason(unavailable), RetryAfterSeconds: 1);

    private static ProblemText Reason(StoreUnavailableException unavailable) => $"It could not be kept, so nothing was changed. {unavailable.Message}";

    /// <summary>What was sent is not the JSON it should be.</summary>
    public static Problem Malformed(JsonException json) => new(400, "malformed-json", "The body is not the JSON that is expected; nothing was changed.",
        [new FieldError(Pointer(json.Path), $"Line {(json.LineNumber ?? 0) + 1}, byte {(json.BytePositionInLine ?? 0) + 1}: {FirstSentence(json.Message)}")]);

    /// <summary>$.items[3].name becomes /items/3/name.</summary>
    private static string Pointer(string? path) => path is null ? "" : path.TrimStart('$').Replace("[", "/", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Replace('.', '/').Replace("'", "", StringComparison.Ordinal);

    private static string FirstSentence(string text)
    {
        var end = text.IndexOf(" Path:", StringComparison.Ordinal);
        return end > 0 ? text[..end] : text;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void LogFailure(ILogger logger, string method, string path, Exception failure);
}
