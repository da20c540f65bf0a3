using System.Net;
using Microsoft.AspNetCore.Http;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Systems.Calls;

namespace Patella.Service.Systems.Answers;

/// <summary>The page behind the signed link in a message: looking at it changes nothing, because chat and mail programs look at links too; its one button does.</summary>
internal static class AnswerPage
{
    private const string Way = "link";

    public static async Task<IResult> Show(HttpContext http, CallLinks links, IStore store, string? token)
        => await links.Find(token ?? "") is not { } found || await store.Read(found.Tenant, reader => CallStore.Find(reader, found.Call)) is not { } call
            ? Page(http, null, token) : Page(http, call, token);

    /// <param name="want">acknowledged or fixed: what the button said that was pressed.</param>
    public static async Task<IResult> Press(HttpContext http, CallLinks links, IStore store, SystemCalls calls, string? token, string? want)
    {
        if (await links.Find(token ?? "") is not { } found)
        {
            return Page(http, null, token);
        }

        var call = await store.Write(found.Tenant, async transaction =>
        {
            if (await CallStore.Find(transaction, found.Call) is not { } known)
            {
                return null;
            }

            await (want == CallState.Fixed ? calls.Fix(transaction, known, Way, Way) : calls.Acknowledge(transaction, known, Way, Way));
            return await CallStore.Find(transaction, found.Call);
        });
        return Page(http, call, token);
    }

    private static IResult Page(HttpContext http, CallRow? call, string? token)
    {
        var language = http.PreferredLanguages().FirstOrDefault() is { } preferred && !preferred.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "en" : "zh-CN";
        string Words(string key) => WebUtility.HtmlEncode(CallMessage.Texts.In(language, key));
        var state = call?.State is CallState.Unreachable ? CallState.Called : call?.State;
        var next = state switch { CallState.Called => CallState.Acknowledged, CallState.Acknowledged => CallState.Fixed, _ => null };
        var form = next is null ? "" : $"<form method=\"post\" action=\"?token={Uri.EscapeDataString(token!)}&amp;want={next}\"><button>{Words(next == CallState.Fixed ? "page.fix" : "answer.button")}</button></form>";
        var what = call is null ? "" : $"<p><strong>{WebUtility.HtmlEncode(call.Title)}</strong></p><p>{WebUtility.HtmlEncode(call.Body)}</p>";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Results.Content(
            $"<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{Words("page.title")}</title></head><body><main><h1>{Words("page.title")}</h1><p>{Words(call is null ? "page.gone" : "page." + state)}</p>{what}{form}</main></body></html>",
            "text/html; charset=utf-8", statusCode: call is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);
    }
}
