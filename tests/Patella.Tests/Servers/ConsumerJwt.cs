using System.Security.Claims;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Patella.Tests.Servers;

/// <summary>Tokens as a marketplace would sign them.</summary>
internal static class ConsumerJwt
{
    public static string Make(string tenant, string subject, string? name = null, string kid = "main", string secret = TestServer.ConsumerSecret, TimeSpan? lifetime = null, string? audience = null, string? tier = null)
    {
        var now = DateTime.UtcNow;
        var claims = new List<Claim> { new("sub", subject) };
        if (name is not null)
        {
            claims.Add(new Claim("name", name));
        }

        if (tier is not null)
        {
            claims.Add(new Claim("tier", tier));
        }

        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Audience = audience ?? "patella:" + tenant,
            Subject = new ClaimsIdentity(claims),
            NotBefore = now.AddHours(-3),
            IssuedAt = now.AddHours(-3),
            Expires = now + (lifetime ?? TimeSpan.FromHours(1)),
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)) { KeyId = kid }, SecurityAlgorithms.HmacSha256),
        });
    }
}
