using System.Security.Cryptography;
using System.Text;

namespace FunctionsPipeline.State;

/// <summary>Stands for a text where the text itself is too long, or not to be told.</summary>
public static class TextHash
{
    /// <summary>SHA-256 of the text's UTF-8 bytes, lower-case hexadecimal.</summary>
    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
