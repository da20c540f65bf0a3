using System.Text;
using Microsoft.AspNetCore.Http;
using Patella.Service.Edge;

namespace Patella.Service.Voices.Reading;

/// <summary>A slice as a table, written while it is read, newest first.</summary>
internal sealed class VoiceExport(VoiceScan scan, VoiceViews views, Caller caller, VoiceSlice slice) : IResult
{
    /// <summary>Voices of one table; more are asked for by time.</summary>
    private const int Most = 1_000_000;

    private const int AtOnce = 200;

    public async Task ExecuteAsync(HttpContext http)
    {
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=voices.csv";
        await http.Response.Body.WriteAsync(Csv.File(Csv.Write([["id", "at", "source", "channel", "author", "language", "stage", "reason", "sentiment", "urgency", "text", "category", "merchant", "product", "carrier", "region", "version", "rating", "family", "familySize"]])), http.RequestAborted);
        long? before = long.MaxValue;
        for (var written = 0; before is { } position && written < Most;)
        {
            var (found, next) = await scan.Newest(caller.Tenant, slice, position, AtOnce, http.RequestAborted);
            var rows = (await views.Of(caller.Tenant, found, caller.Language, whole: false, http.RequestAborted)).Select(Row);
            await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(Csv.Write(rows)), http.RequestAborted);
            (before, written) = (next, written + found.Count);
        }
    }

    private static object?[] Row(VoiceView voice) =>
    [
        voice.Id, voice.At, voice.Source, voice.Channel, voice.Author, voice.Language, voice.Stage, voice.Reason, voice.Sentiment, voice.Urgency, voice.Text, voice.Category, voice.Merchant,
        voice.Product, voice.Carrier, voice.Region, voice.Version, voice.Rating, voice.Family?.Id, voice.Family?.Size,
    ];
}
