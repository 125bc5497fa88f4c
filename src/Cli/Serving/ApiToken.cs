using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Cli.Hosting;
using FunctionsPipeline.Cli.Output;

namespace FunctionsPipeline.Cli.Serving;

/// <summary>The token that requests carry which change something. A class: its text must never show it.</summary>
internal sealed class ApiToken
{
    private const int CharactersMin = 16;
    private const int RandomBytes = 32;

    private readonly byte[] _hash;

    private ApiToken(string token, string? file) => (_hash, FilePath) = (Hash(token), file);

    /// <summary>The file that holds it; null when it was given.</summary>
    public string? FilePath { get; }

    /// <summary>The token given, or the home's own, which is made when there is none yet and which only the home's owner can read.</summary>
    /// <exception cref="CommandException">It is too short to be one, or its file may be read by others.</exception>
    public static ApiToken Of(string? given, HomeFolder home)
    {
        if (given is not null) return new ApiToken(Checked(given, "The token given"), null);

        var path = Path.Combine(home.Path, "api-token");
        if (!File.Exists(path)) Create(path);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
        {
            throw new CommandException("token_readable", $"{path} can be read by others than its owner.", $"chmod 600 {path}, or remove it for a new one.", ExitCodes.Blocked);
        }

        return new ApiToken(Checked(File.ReadAllText(path).Trim(), $"The token in {path}"), path);
    }

    /// <summary>True for the token. Takes as long for a wrong one, whatever is wrong with it.</summary>
    public bool IsRight(string? candidate) => candidate is not null && CryptographicOperations.FixedTimeEquals(Hash(candidate), _hash);

    private static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(path, options);
        file.Write(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes)));
    }

    private static string Checked(string token, string what) => token.Length >= CharactersMin && token.All(character => character is > ' ' and < '\u007f')
        ? token
        : throw new CommandException("invalid_token", $"{what} cannot be used; allowed are {CharactersMin} or more printable ASCII characters without blanks.");

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
