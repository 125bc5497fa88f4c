using System.Text.RegularExpressions;

namespace FunctionsPipeline.AzureStorage;

/// <summary>The names and the rules of the settings of one connection.</summary>
internal static partial class ConnectionSettings
{
    private const string AccountName = "__accountName";
    private const string BlobServiceUri = "__blobServiceUri";
    private const string TableServiceUri = "__tableServiceUri";
    private const string Credential = "__credential";
    private const string ClientId = "__clientId";
    private const string ResourceId = "__managedIdentityResourceId";
    private const string ManagedIdentity = "managedidentity";

    public static AzureStorageOptions Read(Func<string, string?> setting, string scratchFolder, string name)
    {
        var account = Value(AccountName);
        if (account is not null && !Account().IsMatch(account))
        {
            throw new AzureStorageSettingException(name + AccountName, "an account name is 3 to 24 lower-case letters and digits.");
        }

        var credential = Value(Credential);
        if (credential is not null && !credential.Equals(ManagedIdentity, StringComparison.OrdinalIgnoreCase))
        {
            throw new AzureStorageSettingException(name + Credential, $"it is '{ManagedIdentity}' or not set.");
        }

        // The Functions host knows it too. Passed over in silence, it would mean another identity here than there.
        if (Value(ResourceId) is not null) throw new AzureStorageSettingException(name + ResourceId, $"it is not supported; set {name}{ClientId}.");

        var options = new AzureStorageOptions
        {
            ConnectionName = name,
            ConnectionString = Value(""),
            BlobServiceUri = Address(BlobServiceUri) ?? AddressOf(account, "blob"),
            TableServiceUri = Address(TableServiceUri) ?? AddressOf(account, "table"),
            Credential = credential is null ? AzureCredentialKind.Default : AzureCredentialKind.ManagedIdentity,
            ManagedIdentityClientId = Value(ClientId),
            ScratchFolder = scratchFolder,
        };
        options.Validate();
        return options;

        string? Value(string suffix) => setting(name + suffix) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

        Uri? Address(string suffix) => Value(suffix) is not { } text ? null
            : Uri.TryCreate(text, UriKind.Absolute, out var address) ? address
            : throw new AzureStorageSettingException(name + suffix, "it is no address; one looks like https://account.blob.core.windows.net.");
    }

    public static void Check(AzureStorageOptions options)
    {
        var name = options.ConnectionName;
        if (string.IsNullOrWhiteSpace(options.ScratchFolder)) throw new AzureStorageSettingException(nameof(options.ScratchFolder), "it names no folder.");
        if (options.ScratchBytesMax <= 0) throw new AzureStorageSettingException(nameof(options.ScratchBytesMax), "it is a positive number of bytes.");
        if (options.ConnectionString is not null)
        {
            // Both would be a guess, and a wrong guess writes the money's ledger to another account.
            if (options.BlobServiceUri is not null || options.TableServiceUri is not null)
            {
                throw new AzureStorageSettingException(name, $"a connection string is set, and {name}{AccountName} or a service address too; keep one of them.");
            }

            return;
        }

        if (options.BlobServiceUri is null && options.TableServiceUri is null)
        {
            throw new AzureStorageSettingException(name, $"it is not set. Set a connection string, or {name}{AccountName} for an identity.");
        }

        CheckAddress(name + BlobServiceUri, options.BlobServiceUri);
        CheckAddress(name + TableServiceUri, options.TableServiceUri);
    }

    private static void CheckAddress(string setting, Uri? address)
    {
        if (address is null) throw new AzureStorageSettingException(setting, "it is not set, and the other service's address is.");
        if (address.Scheme != Uri.UriSchemeHttps) throw new AzureStorageSettingException(setting, "the address of the service begins with https:// (a token must not travel in the clear).");
        if (address.Query.Length > 0 || address.UserInfo.Length > 0)
        {
            throw new AzureStorageSettingException(setting, "the address holds a query or a user name; put a SAS into a connection string.");
        }
    }

    private static Uri? AddressOf(string? account, string service) =>
        account is null ? null : new Uri($"https://{account}.{service}.core.windows.net");

    [GeneratedRegex(@"\A[a-z0-9]{3,24}\z")]
    private static partial Regex Account();
}
