using FunctionsPipeline.AzureStorage;

namespace FunctionsPipeline.Edge.Tests.Settings;

/// <summary>What is wrong with the settings is said at the start, by the name of the setting, and without its value.</summary>
public sealed class AzureStorageOptionsTests : IDisposable
{
    private const string Secret = "c2VjcmV0LXNlY3JldC1zZWNyZXQ=";
    private readonly TemporaryFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_connection_string_is_enough()
    {
        var options = Read(("AzureWebJobsStorage", $"DefaultEndpointsProtocol=https;AccountName=acc;AccountKey={Secret};EndpointSuffix=core.windows.net"));

        AzureStores.Create(options, TimeProvider.System).Tables.ShouldNotBeNull();
    }

    [Fact]
    public void The_emulator_by_its_short_name_is_enough() =>
        AzureStores.Create(Read(("AzureWebJobsStorage", "UseDevelopmentStorage=true")), TimeProvider.System).Blobs.ShouldNotBeNull();

    [Fact]
    public void An_account_name_gives_both_addresses_and_the_identity_of_the_machine()
    {
        var options = Read(("AzureWebJobsStorage__accountName", "myaccount"));

        options.BlobServiceUri.ShouldBe(new Uri("https://myaccount.blob.core.windows.net"));
        options.TableServiceUri.ShouldBe(new Uri("https://myaccount.table.core.windows.net"));
        options.Credential.ShouldBe(AzureCredentialKind.Default);
        AzureStores.Create(options, TimeProvider.System).Tables.ShouldNotBeNull();
    }

    [Fact]
    public void Addresses_and_a_user_assigned_identity_are_taken_as_they_are_set()
    {
        var options = Read(
            ("AzureWebJobsStorage__blobServiceUri", "https://b.example.net"), ("AzureWebJobsStorage__tableServiceUri", "https://t.example.net"),
            ("AzureWebJobsStorage__credential", "managedIdentity"), ("AzureWebJobsStorage__clientId", "1234"));

        options.BlobServiceUri.ShouldBe(new Uri("https://b.example.net"));
        options.TableServiceUri.ShouldBe(new Uri("https://t.example.net"));
        (options.Credential, options.ManagedIdentityClientId).ShouldBe((AzureCredentialKind.ManagedIdentity, "1234"));
        AzureStores.Create(options, TimeProvider.System).Blobs.ShouldNotBeNull();
    }

    [Fact]
    public void Another_connection_has_settings_of_its_own()
    {
        var settings = new Dictionary<string, string> { ["Runs__accountName"] = "runsaccount", ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true" };

        var options = AzureStorageOptions.FromSettings(settings.GetValueOrDefault, _scratch.Path, "Runs");

        options.BlobServiceUri!.Host.ShouldBe("runsaccount.blob.core.windows.net");
    }

    [Theory]
    [InlineData("AzureWebJobsStorage")]
    [InlineData("AzureWebJobsStorage", "AzureWebJobsStorage", "  ")]
    [InlineData("AzureWebJobsStorage__accountName", "AzureWebJobsStorage__accountName", "Not-An-Account")]
    [InlineData("AzureWebJobsStorage__credential", "AzureWebJobsStorage__accountName", "acc", "AzureWebJobsStorage__credential", "password")]
    [InlineData("AzureWebJobsStorage__managedIdentityResourceId", "AzureWebJobsStorage__accountName", "acc", "AzureWebJobsStorage__managedIdentityResourceId", "/x")]
    [InlineData("AzureWebJobsStorage__tableServiceUri", "AzureWebJobsStorage__blobServiceUri", "https://b.example.net")]
    [InlineData("AzureWebJobsStorage__blobServiceUri", "AzureWebJobsStorage__tableServiceUri", "https://t.example.net")]
    [InlineData("AzureWebJobsStorage__blobServiceUri", "AzureWebJobsStorage__blobServiceUri", "b.example.net")]
    [InlineData("AzureWebJobsStorage__tableServiceUri", "AzureWebJobsStorage__blobServiceUri", "https://b.x", "AzureWebJobsStorage__tableServiceUri", "http://t.x")]
    [InlineData("AzureWebJobsStorage__blobServiceUri", "AzureWebJobsStorage__blobServiceUri", "https://b.x/?sig=" + Secret, "AzureWebJobsStorage__tableServiceUri", "https://t.x")]
    [InlineData("AzureWebJobsStorage", "AzureWebJobsStorage", "UseDevelopmentStorage=true", "AzureWebJobsStorage__accountName", "acc")]
    public void A_setting_that_is_missing_or_wrong_is_named(string named, params string[] settings)
    {
        var error = Should.Throw<AzureStorageSettingException>(() => Read([.. settings.Chunk(2).Select(pair => (pair[0], pair[1]))]));

        error.Setting.ShouldBe(named);
        error.Message.ShouldContain($"'{named}'");
        error.ToString().ShouldNotContain(Secret);
    }

    [Theory]
    [InlineData(Secret)]
    [InlineData("AccountKey=" + Secret)]
    [InlineData("AccountName=acc;AccountKey=" + Secret + "!!not-base64")]
    [InlineData("BlobEndpoint=https://b.example.net;SharedAccessSignature=sig=" + Secret)]
    [InlineData("BlobEndpoint=" + Secret + ";TableEndpoint=" + Secret + ";AccountName=a;AccountKey=" + Secret)]
    public void A_connection_string_that_is_none_is_refused_without_being_repeated(string connectionString)
    {
        var options = new AzureStorageOptions { ConnectionString = connectionString, ScratchFolder = _scratch.Path };

        var error = Should.Throw<AzureStorageSettingException>(() => AzureStores.Create(options, TimeProvider.System));

        error.Setting.ShouldBe("AzureWebJobsStorage");
        error.ToString().ShouldNotContain(Secret);
    }

    [Fact]
    public void A_scratch_folder_is_needed_and_room_in_it()
    {
        Should.Throw<AzureStorageSettingException>(() => AzureStores.Create(
            new AzureStorageOptions { ConnectionString = "UseDevelopmentStorage=true", ScratchFolder = "" }, TimeProvider.System)).Setting.ShouldBe("ScratchFolder");
        Should.Throw<AzureStorageSettingException>(() => AzureStores.Create(
            new AzureStorageOptions { ConnectionString = "UseDevelopmentStorage=true", ScratchFolder = _scratch.Path, ScratchBytesMax = 0 }, TimeProvider.System))
            .Setting.ShouldBe("ScratchBytesMax");
    }

    private AzureStorageOptions Read(params (string Name, string Value)[] settings)
    {
        var values = settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal);
        return AzureStorageOptions.FromSettings(values.GetValueOrDefault, _scratch.Path);
    }
}
