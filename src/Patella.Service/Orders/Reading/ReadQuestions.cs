using Microsoft.AspNetCore.Http;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Orders.Reading;

/// <summary>GET /me/questions: "guess what you want to ask", for one order or over the last ones.</summary>
internal static class ReadQuestions
{
    private const int OrdersLookedAt = 5;

    public static async Task<IResult> Handle(HttpContext http, IStore store, OrderMirror mirror, OrderAccess access, OrderCards cards, BusinessTime business, string? orderId)
    {
        var caller = http.Caller();
        var questions = await store.Read<IReadOnlyList<Question>?>(caller.Tenant, async reader =>
        {
            var tradeOf = await cards.Trades(reader);
            if (orderId is null)
            {
                return Questions.Over(await mirror.OrdersOf(reader, caller.Id, OrdersLookedAt), business.Now, caller.Language, tradeOf);
            }

            return await access.Find(reader, caller, orderId) is { } order ? Questions.Of(order.State, business.Now, caller.Language, order.Id, tradeOf(order)) : null;
        }, http.RequestAborted);
        return questions is null ? new ProblemResult(Problem.NotFound("This order")) : Results.Json(new Page<Question>(questions), Json.Options);
    }
}
