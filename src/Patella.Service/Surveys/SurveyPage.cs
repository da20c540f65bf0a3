using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Notifications;

namespace Patella.Service.Surveys;

/// <summary>The page behind the link in a mail: a form without a script. Looking at it changes nothing, because mail programs look at links too; sending it answers, once.</summary>
internal sealed class SurveyPage(IStore store, SurveyStore surveys, SignedLinks links, BusinessTime clock)
{
    public const string TokenPrefix = "sv_";

    public async Task<IResult> Show(HttpContext http, string? token, string? lang)
        => await Open(token) is { } open ? Page(http, lang, StatusCodes.Status200OK, Form(lang, open.Survey)) : Ended(http, lang);

    public async Task<IResult> Answer(HttpContext http, string? token, string? lang)
    {
        if (await Open(token) is not { } open || await ReadForm(http) is not { } form)
        {
            return Ended(http, lang);
        }

        var answer = new SurveyMailAnswerData(open.Survey.Id, Number(form, "recommend", 0, 10), Number(form, "simpler", -2, 2), Number(form, "satisfied", 1, 5), Number(form, "solved", 0, 1) is { } solved ? solved == 1 : null);
        var words = form["words"].ToString();
        if ((answer.Recommend ?? answer.Simpler ?? answer.Satisfied) is null && answer.Solved is null)
        {
            return Page(http, lang, StatusCodes.Status400BadRequest, $"<p role=\"alert\">{Words(lang, "nothing")}</p>" + Form(lang, open.Survey));
        }

        var taken = await store.Write(open.Tenant, async transaction => await surveys.Find(transaction, open.Survey.Id) is { } survey && IsOpen(survey)
            && await surveys.AnswerByMail(transaction, survey, answer, words.Length > 1_000 ? words[..1_000] : words));
        return taken ? Page(http, lang, StatusCodes.Status200OK, $"<p role=\"status\">{Words(lang, "done")}</p>") : Ended(http, lang);
    }

    /// <summary>Null when it is none, or torn.</summary>
    private static async Task<IFormCollection?> ReadForm(HttpContext http)
    {
        try
        {
            return http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : null;
        }
        catch (Exception torn) when (torn is InvalidDataException or IOException)
        {
            return null;
        }
    }

    /// <summary>The survey of a token that is whole, in time and still bound to the same conversation or case.</summary>
    private async Task<(TenantId Tenant, Survey Survey)?> Open(string? token)
    {
        if (await links.Find(TokenPrefix, token ?? "") is not { } found)
        {
            return null;
        }

        var survey = await store.Read(found.Tenant, reader => surveys.Find(reader, found.Subject.Split('|')[0]));
        return survey is not null && SurveyMail.BoundTo(survey) == found.Subject && IsOpen(survey) ? (found.Tenant, survey) : null;
    }

    private bool IsOpen(Survey survey) => survey.State is SurveyState.Sampled or SurveyState.Sent && clock.Now < survey.ExpiresAt;

    private static int? Number(IFormCollection form, string name, int least, int most)
        => int.TryParse(form[name].ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value : null;

    private static string Form(string? lang, Survey survey)
    {
        var html = new StringBuilder("<form method=\"post\">");
        Choice(html, lang, "solved", [(1, "yes"), (0, "no")]);
        Choice(html, lang, "satisfied", [.. Enumerable.Range(1, 5).Select(value => (value, "satisfied" + value))]);
        foreach (var question in survey.View().Questions)
        {
            switch (question)
            {
                case SurveyQuestions.Recommend: Choice(html, lang, question, [.. Enumerable.Range(0, 11).Select(value => (value, (string?)null))]); break;
                case SurveyQuestions.Simpler: Choice(html, lang, question, [.. Enumerable.Range(-2, 5).Select(value => (value, "simpler" + (value + 3)))]); break;
                case SurveyQuestions.Words: html.Append(CultureInfo.InvariantCulture, $"<label for=\"words\">{Words(lang, "words")}</label><textarea id=\"words\" name=\"words\" rows=\"4\" maxlength=\"1000\"></textarea>"); break;
                default: break;
            }
        }

        return html.Append(CultureInfo.InvariantCulture, $"<button>{Words(lang, "send")}</button></form>").ToString();
    }

    private static void Choice(StringBuilder html, string? lang, string name, (int Value, string? Text)[] choices)
    {
        html.Append(CultureInfo.InvariantCulture, $"<fieldset><legend>{Words(lang, name)}</legend>");
        foreach (var (value, text) in choices)
        {
            html.Append(CultureInfo.InvariantCulture, $"<label><input type=\"radio\" name=\"{name}\" value=\"{value}\"> {(text is null ? value.ToString(CultureInfo.InvariantCulture) : Words(lang, text))}</label> ");
        }

        html.Append("</fieldset>");
    }

    private static IResult Ended(HttpContext http, string? lang) => Page(http, lang, StatusCodes.Status404NotFound, $"<p>{Words(lang, "ended")}</p>");

    private static string Words(string? lang, string key) => WebUtility.HtmlEncode(SurveyMail.Texts.In(lang, key));

    private static IResult Page(HttpContext http, string? lang, int status, string body)
    {
        const string Style = "body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}fieldset{border:0;padding:0;margin:0 0 1.5rem}legend{font-weight:600;padding:0 0 .5rem}fieldset label{display:inline-flex;align-items:center;gap:.4rem;min-height:44px;margin-inline-end:1rem}textarea{display:block;width:100%;font:inherit;margin:.5rem 0 1.5rem;box-sizing:border-box}button{font:inherit;min-height:44px;padding:0 1.5rem}";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        var language = LocalTexts.Pick(lang);
        return Results.Content(
            $"<!doctype html><html lang=\"{WebUtility.HtmlEncode(language)}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{Words(lang, "title")}</title><style>{Style}</style></head><body><main><h1>{Words(lang, "title")}</h1>{body}</main></body></html>",
            "text/html; charset=utf-8", statusCode: status);
    }
}
