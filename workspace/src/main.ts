import { mount } from "svelte";
import App from "./shell/App.svelte";
import "./shell/theme.css";
import "./shell/base.css";

mount(App, { target: document.getElementById("workspace")! });
