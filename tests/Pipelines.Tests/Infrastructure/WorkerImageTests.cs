using System.Text.RegularExpressions;

namespace FunctionsPipeline.Pipelines.Tests.Infrastructure;

/// <summary>The worker's container file, as far as it can be read without an engine.</summary>
public sealed class WorkerImageTests
{
    private static readonly string Image = InfrastructureFiles.Read("infra/gpu-worker.Dockerfile");
    private static readonly string[] Copied = [.. InfrastructureFiles.Find(Image, @"^COPY (?!--)(.*) \S+$").SelectMany(sources => sources.Split(' '))];

    [Fact]
    public void What_is_copied_is_there_and_let_through()
    {
        var let = InfrastructureFiles.Find(InfrastructureFiles.Read(".dockerignore"), @"^!(\S+)$");

        Copied.Length.ShouldBeGreaterThan(10);
        foreach (var source in Copied)
        {
            Path.Exists(Path.Combine(RepositoryRoot.Path, source)).ShouldBeTrue(source);
            let.ShouldContain(source.Split('/')[0]);
        }
    }

    [Fact]
    public void Every_project_that_the_worker_is_built_of_is_restored()
    {
        var projects = new HashSet<string>(StringComparer.Ordinal);
        Add("src/GpuWorker/GpuWorker.csproj");

        Copied.Where(source => source.EndsWith(".csproj", StringComparison.Ordinal)).ShouldBe(projects, ignoreOrder: true);

        void Add(string project)
        {
            if (!projects.Add(project)) return;
            foreach (var reference in InfrastructureFiles.Find(InfrastructureFiles.Read(project), "<ProjectReference Include=\"\\.\\./([^\"]+)\"")) Add($"src/{reference}");
        }
    }

    [Fact]
    public void Only_sources_go_to_whoever_builds_the_image()
    {
        var rules = InfrastructureFiles.Read(".dockerignore").Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToList();

        rules[0].ShouldBe("*");
        rules.ShouldContain("**/.env*");
        rules.ShouldContain("**/local.settings.json");
    }

    [Fact]
    public void The_image_names_no_store_and_no_setting_that_nobody_reads()
    {
        var code = InfrastructureFiles.Read("src/GpuWorker/Hosting/WorkerSettings.cs");
        var settings = InfrastructureFiles.Find(Image, @"^(?:ENV|   ) *(FP_\w+)=");

        settings.ShouldNotContain("FP_STORE_FOLDER", "on Azure the jobs lie in the account");
        foreach (var name in settings) code.ShouldContain($"\"{name}\"");
    }

    [Fact]
    public void It_starts_the_worker_as_nobody_special()
    {
        Image.ShouldContain("ENTRYPOINT [\"/app/FunctionsPipeline.GpuWorker\"]");
        Image.ShouldMatch(@"(?m)^USER worker$");
        Regex.Match(Image, @"(?m)^EXPOSE (\d+)$").Groups[1].Value.ShouldBe(Regex.Match(Image, @"FP_HEALTH_PORT=(\d+)").Groups[1].Value);
    }

    [Fact]
    public void The_paths_of_azure_yaml_lead_somewhere()
    {
        var azure = InfrastructureFiles.Read("azure.yaml");
        var worker = Path.Combine(RepositoryRoot.Path, "src", "GpuWorker");

        foreach (var project in InfrastructureFiles.Find(azure, @"project: (\S+)")) Directory.Exists(Path.Combine(RepositoryRoot.Path, project)).ShouldBeTrue(project);
        File.Exists(Path.Combine(worker, InfrastructureFiles.Find(azure, @"^      path: (\S+)").ShouldHaveSingleItem())).ShouldBeTrue();
        Path.GetFullPath(Path.Combine(worker, InfrastructureFiles.Find(azure, @"context: (\S+)").ShouldHaveSingleItem())).ShouldBe(RepositoryRoot.Path);
        foreach (var service in InfrastructureFiles.Find(azure, @"^  (\w+):\n    project:"))
        {
            InfrastructureFiles.Modules.Values.ShouldContain(module => module.Contains($"'azd-service-name': '{service}'", StringComparison.Ordinal), service);
        }
    }
}
