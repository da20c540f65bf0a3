using Microsoft.AspNetCore.Http;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Access.SecondFactors;
using Patella.Service.Audit;
using Patella.Service.Edge;

namespace Patella.Service.Access;

/// <summary>A sign-in that is right so far.</summary>
/// <param name="Next">code: POST /sessions/second-factor with a code; enrolment: set up an authenticator first.</param>
/// <param name="Token">Opens these two and nothing else, for ten minutes; also set as a cookie.</param>
public sealed record PendingSignIn(SecondFactorNeed Next, string Token);

/// <summary>What a right sign-in gives: a session, or what is still needed.</summary>
internal sealed record Entered(SessionView? Session, PendingSignIn? Pending)
{
    /// <summary>Sets the cookies that belong to it.</summary>
    public void SetCookies(HttpContext http)
    {
        if (Session is { } session)
        {
            SessionViews.SetCookie(http, Authentication.Cookie, session.Token!);
            http.Response.Cookies.Delete(Authentication.PendingCookie);
        }
        else
        {
            SessionViews.SetCookie(http, Authentication.PendingCookie, Pending!.Token);
        }
    }

    public IResult ToResult(HttpContext http)
    {
        SetCookies(http);
        return Session is { } session ? Results.Json(session, Json.Options, statusCode: StatusCodes.Status201Created) : Results.Json(Pending, Json.Options, statusCode: StatusCodes.Status202Accepted);
    }
}

/// <summary>The last step of every way to sign in: asks for the second factor where it is due, opens the session, tells the audit trail.</summary>
internal sealed class Entrance(IStore store, Sessions sessions, SessionViews views, SecondFactor factors, AuditTrail audit)
{
    /// <param name="strong">The way itself was already a second factor.</param>
    /// <param name="also">Belongs to the sign-in and commits with it.</param>
    public async Task<Entered> Open(TenantId tenant, Staff staff, SessionStart start, bool strong = false, Func<ITransaction, Task>? also = null)
    {
        var (need, token, csrf) = await store.Write(tenant, async transaction =>
        {
            await (also?.Invoke(transaction) ?? Task.CompletedTask);
            var need = strong ? SecondFactorNeed.None : await factors.Need(transaction, staff);
            var (token, csrf) = await sessions.Open(transaction, staff.Id, start with { Pending = need != SecondFactorNeed.None });
            if (need == SecondFactorNeed.None)
            {
                await audit.Write(transaction, "staff", staff.Id, "access.signed-in", "staff:" + staff.Id, new { start.Method, secondFactor = strong });
            }

            return (need, token, csrf);
        });
        return need == SecondFactorNeed.None ? new Entered(await views.Of(tenant, staff, csrf, token), null) : new Entered(null, new PendingSignIn(need, token));
    }
}
