using System.Net;
using Microsoft.AspNetCore.Http;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Notifications;

/// <summary>The link out of the reminders: looking at it changes nothing, because mail programs look at links too; the button does (RFC 8058).</summary>
internal static class MuteReminders
{
    public static async Task<IResult> Show(HttpContext http, SignedLinks links, string? token)
        => await links.FindMute(token ?? "") is null ? Page(http, "mute.gone", StatusCodes.Status404NotFound) : Page(http, "mute.text", StatusCodes.Status200OK, token);

    public static async Task<IResult> Mute(HttpContext http, SignedLinks links, IStore store, MachineTime machine, string? token)
    {
        if (await links.FindMute(token ?? "") is not { } found)
        {
            return Page(http, "mute.gone", StatusCodes.Status404NotFound);
        }

        await store.Write(found.Tenant, transaction => transaction.Execute(Reminders.Sql["Mute"], new { person = found.Person, at = machine.Now }));
        return Page(http, "mute.done", StatusCodes.Status200OK);
    }

    private static IResult Page(HttpContext http, string text, int status, string? token = null)
    {
        var language = http.Request.Headers.AcceptLanguage.ToString().StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh-CN" : "en";
        string Words(string key) => WebUtility.HtmlEncode(Reminders.Texts.In(language, key));
        var form = token is null ? "" : $"<form method=\"post\" action=\"?token={Uri.EscapeDataString(token)}\"><button>{Words("mute.button")}</button></form>";
        http.Response.Headers.CacheControl = "no-store";
        return Results.Content(
            $"<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{Words("mute.title")}</title></head><body><main><h1>{Words("mute.title")}</h1><p>{Words(text)}</p>{form}</main></body></html>",
            "text/html; charset=utf-8", statusCode: status);
    }
}
