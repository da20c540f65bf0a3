using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Simulator.Api;

namespace Patella.Simulator.Marketplace;

/// <summary>The doors of the reference marketplace: changes, payments, orders, and the control door of faults.</summary>
internal sealed class MarketplaceDoors(ReferenceMarketplace marketplace, FaultBox faults, string? secret, TimeProvider machine, CancellationToken stopping)
{
    /// <summary>Bytes of a call.</summary>
    public const int MostBytes = 256 * 1024;

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPut("/changes/{key}", (string key, HttpContext http) => Put<ChangeRequest, ChangeAnswer>(
            http, key, Fault.OfChanges, change => change.Key, change => change is { Kind: not null, Order: not null } && change.Arguments.ValueKind != JsonValueKind.Undefined, marketplace.Take, answer => answer.Outcome));
        app.MapGet("/changes/{key}", (string key, HttpContext http) => Signed(http, key, _ => Found(marketplace.Find(key), answer => answer.Outcome)));
        app.MapPut("/payments/{key}", (string key, HttpContext http) => Put<PaymentRequest, PaymentAnswer>(
            http, key, Fault.OfPayments, payment => payment.Key, payment => payment is { Amount: > 0, Currency: not null, Instrument: not null }, marketplace.Pay, answer => answer.Outcome));
        app.MapGet("/payments/{key}", (string key, HttpContext http) => Signed(http, key, _ => Found(marketplace.FindPayment(key), answer => answer.Outcome)));
        app.MapGet("/payments", (long? from, long? until, HttpContext http) => Signed(http, null, _ => Answer(200, new PaymentLines(marketplace.Moves(from ?? 0, until ?? long.MaxValue)))));
        app.MapGet("/orders/{number}", (string number, HttpContext http) => Signed(http, null, _ => marketplace.FindOrder(number) is { } order ? Answer(200, order) : Problem(404, "not-found", "The shop has no such order.")));
        app.MapPost("/orders", async (HttpContext http) => await Signed(http, null, body => Parse<ShopOrder>(body) is not { Number: not null, Items: not null } order ? Problem(400, "invalid", "The body is no order.")
            : marketplace.Place(order) is { } no ? Problem(409, no.Code!, no.Detail!) : Answer(201, marketplace.FindOrder(order.Number)!)));
        // The control door of the tests: not signed, for it listens on the loopback address alone.
        app.MapGet("/faults", () => Answer(200, new { items = faults.Faults.Select(FaultRequest.From) }));
        app.MapPost("/faults", async (HttpContext http) => await Read(http) is { } body && Parse<FaultRequest>(body) is { } asked && asked.ToFault() is { } fault && faults.Add(fault)
            ? Answer(201, FaultRequest.From(fault)) : Problem(400, "invalid", $"A fault is {{kind, share, of, times}}; at most {FaultBox.Most} at once."));
        app.MapDelete("/faults", () =>
        {
            faults.Clear();
            return Results.NoContent();
        });
    }

    private async Task<IResult> Put<TRequest, TAnswer>(
        HttpContext http, string key, string of, Func<TRequest, string?> keyOf, Func<TRequest, bool> whole, Func<TRequest, FaultKind?, TAnswer?> take, Func<TAnswer, string> outcome)
        where TRequest : class
        where TAnswer : class
        => await Signed(http, key, async body =>
        {
            if (Parse<TRequest>(body) is not { } request || !whole(request) || keyOf(request) != key)
            {
                return Problem(400, "invalid", "The body is not what this door takes, or its key is not that of the path.");
            }

            var fault = faults.Draw(of);
            if (fault == FaultKind.Error)
            {
                return Problem(500, "broken", "The marketplace failed before it did anything.");
            }

            if (fault == FaultKind.Never)
            {
                using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
                await Task.Delay(Timeout.InfiniteTimeSpan, end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
                http.Abort();
                return Results.Empty;
            }

            var answer = take(request, fault);
            if (fault == FaultKind.LostAnswer)
            {
                http.Abort();
                return Results.Empty;
            }

            return answer is null ? Problem(409, "key-taken", "This key was used for something else.") : Found(answer, outcome);
        });

    private async Task<IResult> Signed(HttpContext http, string? key, Func<byte[], IResult> then) => await Signed(http, key, body => Task.FromResult(then(body)));

    private async Task<IResult> Signed(HttpContext http, string? key, Func<byte[], Task<IResult>> then)
    {
        if (await Read(http) is not { } body)
        {
            return Problem(413, "too-large", $"A call may have at most {MostBytes} bytes.");
        }

        var headers = http.Request.Headers;
        var id = headers["webhook-id"].ToString();
        if (secret is not null
            && (key is not null && id != key ? "The webhook-id is not the key." : Signature.Refusal(secret, id, headers["webhook-timestamp"], headers["webhook-signature"], body, machine.GetUtcNow())) is { } refusal)
        {
            return Problem(401, "signature-refused", refusal);
        }

        return await then(body);
    }

    private static async Task<byte[]?> Read(HttpContext http)
    {
        try
        {
            using var buffer = new MemoryStream();
            await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
            return buffer.ToArray();
        }
        catch (BadHttpRequestException)
        {
            return null;
        }
    }

    private static T? Parse<T>(byte[] body)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, Wire.Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static WithStatus Found<T>(T? answer, Func<T, string> outcome)
        where T : class
        => answer is null ? Problem(404, "not-found", "There is nothing under this key.") : Answer(outcome(answer) == ChangeAnswer.UnderwayWord ? 202 : 200, answer);

    private static WithStatus Answer(int status, object value) => new(status, Wire.Bytes(value), "application/json");

    private static WithStatus Problem(int status, string code, string detail) => new(status, Wire.Bytes(new WireProblem(status, code, detail)), "application/problem+json");

    private sealed class WithStatus(int status, byte[] body, string type) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = type;
            await httpContext.Response.Body.WriteAsync(body);
        }
    }

    private sealed record FaultRequest(string? Kind, double? Share, string? Of, int? Times)
    {
        public static FaultRequest From(Fault fault) => new(fault.Name, fault.Share, fault.Of, fault.Times);

        public Fault? ToFault() => Fault.TryMake(Kind, Share, Of, Times);
    }
}
